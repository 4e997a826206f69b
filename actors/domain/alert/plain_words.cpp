#include "actors/domain/alert/call_words.hpp"

namespace fillwright::alert {

// Function words, verbs and nouns of trading, manner and time, that may stand beside a call's verb
// in its clause. Whatever of them may turn a call into something else is the vetoes' business.
const WordSet& plain_words() {
  static const WordSet words{
      // verbs of calls
      "add", "added", "adding", "averaged", "averaging", "bought", "bto", "btc", "buy", "buying",
      "cancel", "canceled", "canceling", "cancelled", "cancelling", "cashed", "cashing", "closed",
      "closing", "cover", "covered", "covering", "cut", "cutting", "dca", "de", "derisk",
      "derisked", "derisking", "dumped", "ebuy", "enter", "entered", "entering", "er", "esell",
      "exited", "exiting", "fill", "filled", "flattened", "flattening", "getting", "grabbed",
      "grabbing", "hopped", "jumped", "jumping", "lightened", "lightening", "locked", "locking",
      "longed", "longing", "nabbed", "nabbing", "opened", "opening", "peeled", "peeling", "picked",
      "picking", "reduced", "reducing", "reenter", "reentered", "reentering", "reopen", "reopening",
      "risking", "scaled", "scaling", "scalping", "scooped", "scooping", "sell", "selling",
      "shorted", "shorting", "snagged", "snagging", "sold", "stc", "sto", "stopped", "stopping",
      "swinging", "switched", "switching", "take", "took", "trailed", "trimmed", "trimming",
      "trims", "trying", "went",
      // of contracts, sizes and prices
      "avg", "average", "band", "bids", "bottom", "bounce", "break", "breakout", "capital",
      "chasing", "complete", "cost", "credit", "debit", "demand", "double", "doubled", "dollar",
      "dollars", "each", "ema", "exp", "expiration", "expiry", "expiring", "fills", "gap",
      "hedging", "hod", "hold", "holding", "hour", "ira", "key", "leap", "leaps", "level", "levels",
      "limit", "limits", "lod", "lower", "lowering", "lows", "low", "market", "mental", "mkt",
      "mid", "move", "open", "order", "orders", "otm", "atm", "outside", "overnight", "pending",
      "portfolio", "premarket", "price", "pullback", "range", "reentry", "rejection", "resistance",
      "retest", "session", "setup", "share", "sized", "sizing", "spot", "stops", "support",
      "supply", "targets", "term", "test", "top", "tp3", "trades", "trend", "trendline", "under",
      "vwap", "weight", "weighting", "winning", "zone", "highs", "candle", "bullish", "bearish",
      "bull", "bear", "earnings", "calendar", "fomc", "cpi", "power", "portion", "chunk", "tranche",
      "batch", "piece", "pieces", "rip", "drop", "bag", "cheapies", "dated", "dailies", "monthlies",
      "monthly", "dates", "date", "strike", "strikes", "extra", "minimum", "max", "value",
      "premium", "ticket", "room",
      // of time and manner
      "friday", "today", "time", "minute", "min", "before", "away", "basically", "better",
      "carefully", "definitely", "easily", "either", "else", "enough", "exactly", "fine", "gonna",
      "good", "great", "happily", "immediately", "lightly", "lightning", "lovely", "manually",
      "mostly", "only", "partially", "per", "perfect", "pretty", "really", "right", "roughly",
      "scary", "simply", "slowly", "solid", "still", "super", "there", "together", "total",
      "totally", "under", "very", "well", "wild", "yesterdays", "approx", "approximately",
      "aggressive", "conservative", "beautiful", "big", "ugly", "free", "fun", "massive", "minor",
      "major", "decent", "huge", "insane", "easy", "okay", "ok", "lol", "please", "boom", "nicely",
      "late", "eow", "same",
      // small words
      "as", "be", "because", "been", "but", "can", "cause", "during", "due", "except", "has", "is",
      "its", "it", "least", "like", "no", "not", "off", "or", "other", "others", "over", "own",
      "rather", "same", "since", "than", "thats", "that", "them", "there", "these", "though",
      "through", "too", "under", "us", "via", "was", "were", "which", "while", "will", "yes", "yet",
      "w", "x", "per", "plus", "minus", "till", "left", "keep", "keeping", "kept", "leave",
      "leaving", "let", "letting", "looking", "look", "make", "makes", "making", "secure",
      "securing", "protect", "protecting", "paying", "pay", "paid", "use", "using", "used", "hit",
      "hits", "hitting", "broke", "breaks", "failed", "failing", "fails", "triggered", "running",
      "goes", "go", "going", "held", "liking", "love", "moving", "moved", "raising", "raised",
      "trail", "sitting", "managing", "action", "advice", "account", "jokesaside", "thesis",
      "psych", "course", "potential", "realize", "reclaim", "change", "trader", "sorry", "congrats",
      "condor", "iron", "spread", "financial", "dont", "didnt", "chase", "tl", "lie", "tad", "win",
      "flat", "done", "reduce", "expecting", "lagging", "stock", "commons", "scalps", "swings",
      "hourly", "daily", "weakening", "weak", "strong", "slow", "choppy", "chop", "quickly",
      "bleed", "dead", "safe", "bell", "scratch", "doing", "heres", "below", "above", "attempt",
      "dose", "remainder", "couple", "squeeze", "fed", "something", "what", "clean", "sry", "fade",
      "piece", "leash", "tight", "banked", "desk", "stopout", "close", "mtg", "minutes", "event",
      "news", "pce", "ppi", "nfp", "jobs", "data", "speech", "powell", "overnights", "lunch",
      "loser", "dog", "dud", "momentum", "volume", "theta", "decay", "iv", "crush", "green",
      "starting", "beauty", "payday", "banger", "bang", "cash", "cashflow", "lock", "cushion",
      "ride", "riding", "theres", "safer", "set", "overall", "incase", "alittle", "port", "pm",
      "later"};
  return words;
}

}  // namespace fillwright::alert
