#include "actors/domain/alert/vocabulary.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>

namespace fillwright::alert {
namespace {

using Words = std::unordered_set<std::string_view>;

// Liquid names, so that a bare word can be known for a ticker. Others are read from their place.
const Words& tickers() {
  static const Words words{
      "AAPL", "ABBV", "ABNB", "ABT",  "ACHR", "ADBE", "ADI",  "ADP",   "AFRM", "AI",    "AIG",
      "AMAT", "AMC",  "AMD",  "AMGN", "AMZN", "ANET", "APA",  "APLD",  "APP",  "ARKK",  "ARM",
      "ASML", "ASTS", "AVGO", "AXP",  "AZN",  "BA",   "BABA", "BAC",   "BBAI", "BBY",   "BIDU",
      "BIIB", "BITO", "BKNG", "BLK",  "BMNR", "BMY",  "BP",   "BRK.B", "BULL", "BX",    "BYND",
      "CAT",  "CAVA", "CCJ",  "CCL",  "CELH", "CHWY", "CIFR", "CLF",   "CLSK", "CMCSA", "CMG",
      "COIN", "COP",  "CORZ", "COST", "CRCL", "CRDO", "CRM",  "CRWD",  "CRWV", "CSCO",  "CVNA",
      "CVS",  "CVX",  "DAL",  "DDOG", "DE",   "DELL", "DG",   "DHR",   "DIA",  "DIS",   "DJT",
      "DKNG", "DOCU", "DPZ",  "DUOL", "EBAY", "EEM",  "EL",   "ELF",   "ENPH", "EOG",   "ETSY",
      "EWZ",  "EXPE", "FCX",  "FDX",  "FI",   "FSLR", "FTNT", "FUBO",  "FUTU", "FXI",   "GDX",
      "GE",   "GEV",  "GILD", "GLD",  "GM",   "GME",  "GOOG", "GOOGL", "GS",   "HAL",   "HIMS",
      "HOOD", "HPE",  "HPQ",  "HTZ",  "HUT",  "HYG",  "IBIT", "IBM",   "INTC", "INTU",  "IONQ",
      "IREN", "ISRG", "IWM",  "IYR",  "JBLU", "JD",   "JNJ",  "JPM",   "KO",   "KRE",   "KSS",
      "KWEB", "LCID", "LEN",  "LITE", "LLY",  "LMT",  "LOW",  "LRCX",  "LULU", "LUV",   "LVS",
      "LYFT", "MA",   "MARA", "MCD",  "MDB",  "META", "MGM",  "MMM",   "MO",   "MP",    "MRK",
      "MRNA", "MRVL", "MS",   "MSFT", "MSTR", "MU",   "NBIS", "NCLH",  "NDX",  "NEE",   "NEM",
      "NET",  "NFLX", "NIO",  "NKE",  "NOC",  "NOW",  "NVAX", "NVDA",  "NVO",  "OKLO",  "OKTA",
      "ON",   "ONDS", "OPEN", "ORCL", "OSCR", "OXY",  "PANW", "PARA",  "PATH", "PDD",   "PEP",
      "PFE",  "PG",   "PINS", "PLTR", "PLUG", "PM",   "PTON", "PYPL",  "QBTS", "QCOM",  "QQQ",
      "RBLX", "RDDT", "RGTI", "RH",   "RILY", "RIOT", "RIVN", "RKLB",  "RKT",  "ROKU",  "RTX",
      "RUM",  "RUT",  "SBET", "SBUX", "SCHW", "SE",   "SEDG", "SHOP",  "SLB",  "SLV",   "SMCI",
      "SMH",  "SMR",  "SNAP", "SNOW", "SOFI", "SOUN", "SOXL", "SOXS",  "SOXX", "SPOT",  "SPX",
      "SPXW", "SPY",  "SQ",   "SQQQ", "SVXY", "TEM",  "TGT",  "TLRY",  "TLT",  "TMUS",  "TNA",
      "TQQQ", "TSLA", "TSLL", "TSM",  "TTD",  "TWLO", "TXN",  "TZA",   "UAL",  "UBER",  "ULTA",
      "UNG",  "UNH",  "UPS",  "UPST", "USO",  "UVXY", "VIX",  "VKTX",  "VRT",  "VXX",   "VZ",
      "WBD",  "WDAY", "WDC",  "WFC",  "WM",   "WMT",  "WULF", "WYNN",  "XBI",  "XLE",   "XLF",
      "XLK",  "XLV",  "XOM",  "XOP",  "XPEV", "XRT",  "XSP",  "XYZ",   "ZM",   "ZS",    "CELH",
      "AAOI", "BE",   "SNDK", "STX",  "ALAB", "COHR", "CLS",  "GLW",   "CEG",  "VST",   "CAR",
      "CART", "DASH", "SPCE", "TOST", "U",    "F",    "T",    "C",     "X",    "V",     "W",
      "HD",   "TJX",  "MDT",  "UNP",  "HON",  "CI",   "ELV",  "HUM",   "REGN", "VRTX",  "VLO",
      "MPC",  "PSX",  "DVN",  "FANG", "MTCH", "CHTR", "TSCO", "ROST",  "DLTR", "KHC",   "MDLZ"};
  return words;
}

struct Company {
  std::string_view name;
  std::string_view ticker;
};
constexpr Company companies[] = {
    {"apple", "AAPL"},      {"tesla", "TSLA"},       {"nvidia", "NVDA"},
    {"amazon", "AMZN"},     {"google", "GOOGL"},     {"alphabet", "GOOGL"},
    {"microsoft", "MSFT"},  {"netflix", "NFLX"},     {"facebook", "META"},
    {"intel", "INTC"},      {"palantir", "PLTR"},    {"coinbase", "COIN"},
    {"robinhood", "HOOD"},  {"boeing", "BA"},        {"disney", "DIS"},
    {"alibaba", "BABA"},    {"broadcom", "AVGO"},    {"micron", "MU"},
    {"oracle", "ORCL"},     {"salesforce", "CRM"},   {"adobe", "ADBE"},
    {"walmart", "WMT"},     {"costco", "COST"},      {"starbucks", "SBUX"},
    {"nike", "NKE"},        {"paypal", "PYPL"},      {"uber", "UBER"},
    {"airbnb", "ABNB"},     {"shopify", "SHOP"},     {"spotify", "SPOT"},
    {"snowflake", "SNOW"},  {"crowdstrike", "CRWD"}, {"qualcomm", "QCOM"},
    {"exxon", "XOM"},       {"chevron", "CVX"},      {"jpmorgan", "JPM"},
    {"goldman", "GS"},      {"citigroup", "C"},      {"pfizer", "PFE"},
    {"moderna", "MRNA"},    {"supermicro", "SMCI"},  {"microstrategy", "MSTR"},
    {"gamestop", "GME"},    {"roku", "ROKU"},        {"lululemon", "LULU"},
    {"mcdonalds", "MCD"},   {"caterpillar", "CAT"},  {"servicenow", "NOW"},
    {"datadog", "DDOG"},    {"marvell", "MRVL"},     {"rivian", "RIVN"},
    {"lucid", "LCID"},      {"carvana", "CVNA"},     {"affirm", "AFRM"},
    {"reddit", "RDDT"},     {"unitedhealth", "UNH"}, {"cloudflare", "NET"},
    {"draftkings", "DKNG"}, {"chipotle", "CMG"},     {"mastercard", "MA"},
    {"dell", "DELL"},       {"arista", "ANET"},      {"sofi", "SOFI"},
    {"oklo", "OKLO"},       {"gold", "GC"}};

constexpr std::string_view roots[] = {"NQ", "MNQ", "ES", "MES", "YM", "MYM", "RTY", "M2K",
                                      "CL", "MCL", "GC", "MGC", "SI", "SIL", "NG"};

const Words& words_and_tickers() {
  static const Words words{
      "now",   "be",   "on",     "open",   "low",    "car",   "cat",   "a",      "all",  "it",
      "are",   "for",  "so",     "go",     "or",     "real",  "run",   "see",    "out",  "cart",
      "dash",  "spot", "net",    "path",   "bull",   "arm",   "app",   "hood",   "coin", "snow",
      "meta",  "u",    "f",      "t",      "c",      "x",     "v",     "w",      "v",    "ai",
      "de",    "se",   "ms",     "ma",     "mo",     "pm",    "rh",    "ci",     "el",   "fi",
      "ba",    "gm",   "ge",     "gs",     "ko",     "pg",    "mp",    "wm",     "hd",   "hut",
      "roku",  "lite", "elf",    "luv",    "len",    "hal",   "cop",   "low",    "app",  "mu",
      "open",  "rum",  "target", "square", "x",      "dis",   "tem",   "hon",    "path", "fang",
      "intel", "gold", "ups",    "bp",     "sq",     "dg",    "dia",   "cl",     "es",   "ng",
      "si",    "gc",   "ym",     "sil",    "square", "toast", "unity", "oracle", "exp",  "pump",
      "key",   "box",  "cost",   "play",   "life",   "well",  "best",  "love",   "fun",  "ball",
      "any",   "one",  "two",    "has",    "can",    "cash",  "big",   "good",   "nice", "man",
      "eat",   "fast", "live",   "safe",   "true",   "wow"};
  return words;
}

const Words& common_words() {
  static const Words words{
      "a",        "i",      "an",      "am",      "pm",       "as",      "at",      "be",
      "by",       "do",     "go",      "he",      "if",       "im",      "in",      "is",
      "it",       "me",     "my",      "no",      "of",       "ok",      "on",      "or",
      "so",       "to",     "up",      "us",      "we",       "all",     "and",     "any",
      "are",      "avg",    "big",     "but",     "buy",      "bto",     "stc",     "sto",
      "btc",      "can",    "cut",     "day",     "did",      "dte",     "end",     "eod",
      "eow",      "exp",    "fed",     "few",     "for",      "get",     "got",     "had",
      "has",      "her",    "his",     "hit",     "how",      "its",     "itm",     "otm",
      "atm",      "ive",    "let",     "lfg",     "lod",      "hod",     "lol",     "low",
      "may",      "new",    "nfa",     "not",     "now",      "off",     "oh",      "old",
      "one",      "our",    "out",     "own",     "pnl",      "pt",      "put",     "puts",
      "call",     "calls",  "red",     "rn",      "run",      "see",     "sell",    "sl",
      "sold",     "stop",   "such",    "take",    "tp",       "ts",      "the",     "too",
      "top",      "two",    "use",     "was",     "way",      "who",     "why",     "will",
      "with",     "you",    "your",    "alert",   "avoid",    "back",    "bot",     "bull",
      "bear",     "close",  "comment", "cons",    "con",      "trim",    "exit",    "entry",
      "enter",    "fill",   "filled",  "from",    "full",     "gain",    "gains",   "good",
      "great",    "green",  "half",    "have",    "here",     "high",    "hold",    "huge",
      "idea",     "just",   "last",    "left",    "level",    "long",    "short",   "loss",
      "lotto",    "lottos", "market",  "more",    "most",     "move",    "near",    "next",
      "nice",     "note",   "notes",   "open",    "over",     "play",    "price",   "rest",
      "risk",     "risky",  "round",   "runner",  "runners",  "scalp",   "size",    "small",
      "some",     "spread", "still",   "stock",   "swing",    "target",  "that",    "this",
      "time",     "tiny",   "today",   "trade",   "under",    "update",  "watch",   "week",
      "what",     "when",   "yolo",    "ema",     "sma",      "vwap",    "cpi",     "ppi",
      "fomc",     "er",     "ath",     "gap",     "iv",       "otw",     "fyi",     "imo",
      "btw",      "dca",    "be",      "moc",     "pdt",      "usd",     "us",      "uk",
      "eu",       "ceo",    "cfo",     "ai",      "add",      "adds",    "added",   "adding",
      "strong",   "cheap",  "super",   "another", "above",    "below",   "break",   "csp",
      "cc",       "gtc",    "limit",   "max",     "min",      "oi",      "pump",    "dump",
      "rsi",      "macd",   "bb",      "tl",      "db",       "ping",    "vip",     "news",
      "plan",     "test",   "try",     "yes",     "yet",      "wow",     "man",     "guys",
      "team",     "c",      "p",       "x",       "k",        "cost",    "stops",   "trail",
      "tight",    "order",  "orders",  "daily",   "weekly",   "bounce",  "dip",     "rip",
      "flip",     "mid",    "ask",     "bid",     "done",     "gone",    "keep",    "move",
      "moved",    "safe",   "safety",  "sorry",   "taking",   "took",    "very",    "volume",
      "wait",     "want",   "well",    "went",    "were",     "would",   "could",   "should",
      "partial",  "half",   "third",   "quarter", "paper",    "first",   "second",  "only",
      "even",     "ever",   "every",   "also",    "then",     "than",    "them",    "they",
      "there",    "their",  "these",   "those",   "about",    "after",   "again",   "being",
      "both",     "down",   "into",    "like",    "look",     "looks",   "made",    "make",
      "much",     "must",   "never",   "once",    "other",    "please",  "reduce",  "start",
      "same",     "say",    "says",    "since",   "through",  "until",   "where",   "which",
      "while",    "early",  "late",    "later",   "money",    "cash",    "key",     "crazy",
      "insane",   "omg",    "wtf",     "gl",      "gg",       "gm",      "gn",      "ty",
      "tbh",      "ngl",    "asap",    "stopped", "closed",   "closing", "selling", "buying",
      "bought",   "jan",    "feb",     "mar",     "apr",      "jun",     "jul",     "aug",
      "sep",      "oct",    "nov",     "dec",     "june",     "july",    "march",   "april",
      "mon",      "tue",    "wed",     "thu",     "fri",      "opened",  "free",    "win",
      "wins",     "winner", "lose",    "lost",    "flat",     "flag",    "chop",    "pin",
      "bell",     "hot",    "hourly",  "hr",      "opex",     "ipo",     "etf",     "spac",
      "leap",     "leaps",  "ic",      "pcs",     "ccs",      "cds",     "pds",     "bwb",
      "rr",       "poi",    "final",   "trimmed", "trimming", "loaded",  "loading", "holding",
      "watching", "riding", "rolling", "fvg",     "bos",      "orb",     "pdh",     "pdl",
      "onh",      "onl",    "eth",     "btc",     "sol",      "xrp",     "rr"};
  return words;
}

bool differs_by_one_slip(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > 1) return false;
  std::size_t i = 0;
  while (i < a.size() && a[i] == b[i]) ++i;
  if (a.size() != b.size()) return a.substr(i) == b.substr(i + 1);
  if (a.substr(i + 1) == b.substr(i + 1)) return true;
  return i + 1 < a.size() && a[i] == b[i + 1] && a[i + 1] == b[i] &&
         a.substr(i + 2) == b.substr(i + 2);
}

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

}  // namespace

std::string canonical_word(std::string word) {
  // "St0p": a zero between letters is an O.
  for (std::size_t i = 1; i + 1 < word.size(); ++i)
    if (word[i] == '0' && is_letter(word[i - 1]) && is_letter(word[i + 1])) word[i] = 'o';
  if (word == "stope" || word == "stp" || word == "stopp") return "stop";
  if (word.size() < 6 || word.size() > 9) return word;
  static constexpr std::string_view long_verbs[] = {
      "trimming", "trimmed",  "closing", "selling", "entering", "entered",  "stopped",
      "scaling",  "grabbing", "grabbed", "cutting", "exiting",  "reducing", "bought"};
  // Real words, or forms of their own, that are one slip away.
  static const Words others{"stepped",  "stooped",  "stropped", "slopped",  "sealing",  "swelling",
                            "spelling", "smelling", "shelling", "seeding",  "seeling",  "scaring",
                            "scalping", "scaling",  "cloning",  "closings", "clothing", "exciting",
                            "editing",  "existing", "enticing", "trimmer",  "brought",  "stopper",
                            "stopping", "closings", "crossing", "culling",  "curing",   "butting",
                            "boughs",   "boughts",  "entires",  "entrees",  "settling", "sells",
                            "seducing", "grabber",  "gabbing",  "calling",  "scaled",   "trimmers",
                            "trigger",  "sailing",  "stalling", "skiing",   "closes",   "losing",
                            "choosing", "cluing",   "clogging", "cruising", "evening",  "selfing",
                            "setting",  "seeing",   "putting",  "cussing",  "scoping",  "shaping"};
  if (others.contains(word)) return word;
  for (const auto verb : long_verbs)
    if (word == verb) return word;
  for (const auto verb : long_verbs)
    if (word[0] == verb[0] && word.size() + 1 >= verb.size() && differs_by_one_slip(word, verb))
      return std::string(verb);
  return word;
}

bool is_known_ticker(std::string_view upper) { return tickers().contains(upper); }
bool is_word_and_ticker(std::string_view lower) { return words_and_tickers().contains(lower); }
bool is_common_word(std::string_view lower) { return common_words().contains(lower); }

std::optional<std::string_view> ticker_of_company(std::string_view lower) {
  for (const auto& company : companies)
    if (company.name == lower) return company.ticker;
  return std::nullopt;
}

bool is_future_root(std::string_view upper) {
  return std::find(std::begin(roots), std::end(roots), upper) != std::end(roots);
}

std::optional<std::string> future_root(std::string_view lower) {
  std::string upper(lower);
  for (auto& c : upper)
    if (is_letter(c)) c = static_cast<char>(c - 'a' + 'A');
  if (is_future_root(upper)) return upper;
  // The continuous contract "NQ1", or a month code and year: "ESZ5", "MNQH26".
  for (const auto root : roots) {
    if (!std::string_view(upper).starts_with(root)) continue;
    const auto rest = std::string_view(upper).substr(root.size());
    if (rest == "1") return std::string(root);
    constexpr std::string_view months = "FGHJKMNQUVXZ";
    const bool is_month =
        rest.size() >= 2 && rest.size() <= 3 && months.find(rest[0]) != std::string_view::npos &&
        std::all_of(rest.begin() + 1, rest.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (is_month) return std::string(root);
  }
  return std::nullopt;
}

std::optional<unsigned> month_number(std::string_view lower) {
  static constexpr std::array<std::string_view, 12> names{
      "january", "february", "march",     "april",   "may",      "june",
      "july",    "august",   "september", "october", "november", "december"};
  if (lower == "sept") return 9;
  for (unsigned i = 0; i < names.size(); ++i)
    if (lower == names[i] || (lower.size() == 3 && names[i].starts_with(lower))) return i + 1;
  return std::nullopt;
}

std::optional<Right> right_word(std::string_view lower) {
  for (const auto word : {"c", "call", "calls", "cs"})
    if (lower == word) return Right::call;
  for (const auto word : {"p", "put", "puts", "ps"})
    if (lower == word) return Right::put;
  return std::nullopt;
}

}  // namespace fillwright::alert
