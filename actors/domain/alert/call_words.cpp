#include "actors/domain/alert/call_words.hpp"

namespace fillwright::alert {

// May stand before a call's verb in its clause without changing what it says.
const WordSet& lead_words() {
  static const WordSet words{
      "i",           "im",        "ive",     "we",        "weare",      "weve",    "just",
      "also",        "again",     "now",     "here",      "personally", "ok",      "okay",
      "only",        "alright",   "and",     "so",        "but",        "then",    "finally",
      "officially",  "have",      "am",      "went",      "ahead",      "guys",    "team",
      "fam",         "all",       "alert",   "alerts",    "update",     "updates", "lotto",
      "lottos",      "lottery",   "super",   "risky",     "riskier",    "high",    "small",
      "smaller",     "tiny",      "light",   "quick",     "swing",      "scalp",   "day",
      "daytrade",    "trade",     "starter", "starters",  "safety",     "first",   "second",
      "third",       "last",      "another", "final",     "trailing",   "target",  "hit",
      "approaching", "near",      "around",  "profit",    "gain",       "gains",   "green",
      "red",         "itm",       "runner",  "runners",   "position",   "the",     "my",
      "some",        "few",       "full",    "fully",     "completely", "half",    "rest",
      "a",           "con",       "cons",    "contract",  "contracts",  "per",     "on",
      "of",          "at",        "in",      "points",    "point",      "pts",     "long",
      "short",       "algo",      "open",    "close",     "entry",      "exit",    "both",
      "are",         "over",      "ticker",  "yolo",      "too",        "more",    "back",
      "nice",        "quickly",   "taking",  "shares",    "equity",     "new",     "for",
      "me",          "breakeven", "even",    "break",     "going",      "out",     "everyone",
      "fast",        "cheap",     "size",    "positions", "vip",        "premium", "options",
      "futures",     "option",    "signal",  "play",      "idea",       "the",     "money",
      "sl",          "stop",      "hello",   "hi",        "hey",        "gm",      "yall",
      "folks",       "gang",      "ladies",  "boys",      "update",     "quick",   "heres",
      "pt1",         "pt2",       "tp1",     "tp2",       "pt",         "tp",      "trim",
      "starting",    "to",        "got"};
  return words;
}

// Before the verb, these turn a call into a plan, a denial, a question or a story.
const WordSet& left_vetoes() {
  static const WordSet words{
      "not",          "dont",     "didnt",    "wont",      "isnt",        "arent",     "never",
      "no",           "cant",     "couldnt",  "wouldnt",   "shouldnt",    "havent",    "hasnt",
      "wasnt",        "nobody",   "will",     "ill",       "shall",       "gonna",     "might",
      "may",          "could",    "would",    "id",        "should",      "shouldve",  "wouldve",
      "couldve",      "want",     "wanna",    "wants",     "wanted",      "looking",   "look",
      "plan",         "planning", "planned",  "plans",     "thinking",    "think",     "thought",
      "considering",  "consider", "hoping",   "hope",      "wish",        "wished",    "waiting",
      "wait",         "watch",    "watching", "watchlist", "eyeing",      "eye",       "need",
      "needs",        "let",      "lets",     "ready",     "about",       "trying",    "try",
      "tried",        "can",      "cannot",   "able",      "you",         "your",      "youre",
      "they",         "theyre",   "he",       "hes",       "she",         "shes",      "his",
      "her",          "their",    "who",      "whoever",   "anyone",      "everybody", "somebody",
      "someone",      "people",   "members",  "guy",       "missed",      "miss",      "regret",
      "almost",       "nearly",   "was",      "were",      "had",         "been",      "yesterday",
      "earlier",      "before",   "after",    "since",     "while",       "until",     "till",
      "why",          "how",      "what",     "where",     "did",         "does",      "do",
      "which",        "maybe",    "possibly", "probably",  "potentially", "remember",  "reminder",
      "always",       "if",       "when",     "whenever",  "once",        "unless",    "paper",
      "next",         "pending",  "alerted",  "called",    "feel",        "happy",     "glad",
      "proud",        "ll",       "lucky",    "intend",    "expecting",   "expect",    "prefer",
      "tempted",      "scared",   "afraid",   "weeks",     "tomorrow",    "later",     "fake",
      "hypothetical", "imagine",  "supposed", "suggest",   "recommend",   "avoid",     "stay",
      "staying",      "without",  "instead",  "than",      "whales",      "whale",     "reminder",
      "plan",         "lesson",   "rule",     "rules",     "goal",        "strategy",  "tip",
      "key",          "whales",   "whale",    "pelosi",    "insiders",    "insider",   "funds",
      "institutions", "retail",   "buyers",   "sellers",   "someones",    "friend",    "wife",
      "still"};
  return words;
}

// After the verb, within the clause: not now, or no call at all.
const WordSet& right_vetoes() {
  static const WordSet words{
      "if",      "when",      "once",       "unless",   "tomorrow", "yesterday", "earlier",
      "later",   "ago",       "soon",       "should",   "would",    "could",     "monday",
      "tuesday", "wednesday", "thursday",   "wall",     "pressure", "signal",    "signals",
      "course",  "laptop",    "until",      "till",     "paper",    "whenever",  "tonight",
      "today",   "or",        "your",       "you",      "watch",    "list",      "watchlist",
      "radar",   "morning",   "channel",    "channels", "discord",  "server",    "early",
      "already", "thank",     "thankfully", "luckily"};
  return words;
}

// What may follow an exit's or an add's verb when no symbol does.
const WordSet& object_words() {
  static const WordSet words{
      "here",      "now",      "rest",       "half",     "all",      "most",      "some",
      "more",      "runner",   "runners",    "last",     "position", "positions", "contracts",
      "contract",  "cons",     "con",        "calls",    "puts",     "call",      "put",
      "remaining", "final",    "everything", "partial",  "partials", "profit",    "profits",
      "out",       "green",    "red",        "entry",    "be",       "breakeven", "even",
      "stop",      "loss",     "trim",       "trims",    "one",      "two",       "three",
      "avg",       "average",  "strength",   "weakness", "first",    "second",    "third",
      "quarter",   "lotto",    "lottos",     "up",       "down",     "point",     "points",
      "pts",       "tick",     "ticks",      "off",      "another",  "size",      "risk",
      "shares",    "equity",   "itm",        "leg",      "legs",     "mine",      "both",
      "starters",  "starter",  "small",      "light",    "it",       "them",      "in",
      "trade",     "swing",    "super",      "scale",    "longs",    "shorts",    "long",
      "short",     "fully",    "completely", "majority", "pop",      "push",      "spike",
      "dip",       "gains",    "gain",       "full",     "winners",  "winner",    "loser",
      "losers",    "weeklies", "weekly",     "left",     "hit",      "l",         "greens",
      "drop",      "these",    "squeeze",    "flush",    "retest",   "remainder", "piece",
      "leftovers", "reds",     "close",      "weekend",  "table",    "eod",       "hedge",
      "hedges"};
  return words;
}
const WordSet& linking_words() {
  static const WordSet words{
      "my",    "the",   "a",     "an",     "these", "this",      "those", "our",   "of",
      "on",    "at",    "for",   "to",     "into",  "around",    "by",    "with",  "from",
      "about", "near",  "just",  "and",    "is",    "as",        "small", "quick", "tiny",
      "also",  "above", "few",   "again",  "other", "slightly",  "nice",  "new",   "next",
      "big",   "early", "major", "little", "bit",   "remainder", "in"};
  return words;
}

bool is_understood(std::string_view word) {
  return lead_words().contains(word) || object_words().contains(word) ||
         linking_words().contains(word) || plain_words().contains(word);
}

}  // namespace fillwright::alert
