// What the words beside a number say about it.
#include "actors/domain/alert/message_reader.hpp"

namespace fillwright::alert {

std::optional<Role> MessageReader::role_by_right_word(std::size_t i) const {
  auto k = i + 1;
  const bool is_joined = has(k) && message_[k].is_mark('-') && !message_[k].is_spaced;
  if (is_joined) {
    // 5-6% risk
    if (has(k + 1) && message_[k + 1].kind == TokenKind::percent) return Role::level;
  }
  if (has(k) && message_[k].is_mark(')')) {
    if (i > 0 && message_[i - 1].is_mark('(') && message_[i].is_whole() && !message_[i].has_dollar)
      return Role::count;  // "Entered (4) SLV"
    return std::nullopt;
  }
  if (!has(k) || message_[k].kind != TokenKind::word) return std::nullopt;
  const bool is_money = message_[i].has_dollar;
  if (is_money &&
      (is_word(k, {"a", "per"}) && is_word(k + 1, {"contract", "con", "car", "lot", "share"})))
    return Role::level;
  if (is_word(k, {"left", "remaining"})) return Role::level;
  if (i > 0 && is_word(i - 1, {"leaving", "leave", "to", "holding", "hold", "keeping", "keep",
                               "with", "but", "have", "of", "only"}))
    return std::nullopt;
  if (is_word(k, {"contract", "contracts", "con", "cons", "lot", "lots", "share", "shares", "car",
                  "cars", "units", "runner", "runners", "more"})) {
    if (is_word(k + 1, {"left", "remaining"})) return Role::level;  // "1 runner left"
    return is_money || !message_[i].is_whole() ? Role::level : Role::count;
  }
  if (is_word(k, {"pt", "tp", "sl"})) return std::nullopt;
  if (is_word(k, {"day", "days", "week", "weeks", "min", "mins", "minute", "minutes", "hour",
                  "hours", "hr", "people", "members"}))
    return message_[i].is_whole() && !is_money ? std::optional(Role::level) : std::nullopt;
  if (is_word(k,
              {"point", "points", "pts",    "handle",  "handles", "tick",  "ticks",   "cents",
               "cent",  "times",  "level",  "levels",  "area",    "zone",  "support", "resistance",
               "psych", "ema",    "sma",    "dma",     "ma",      "vwap",  "sqz",     "am",
               "pm",    "gap",    "r",      "percent", "pips",    "bps",   "profit",  "loss",
               "gain",  "and",    "trades", "trade",   "or",      "again", "on"})) {
    if (is_word(k, {"and", "on", "or", "again", "gain", "profit", "loss", "trade", "trades"}) &&
        !(is_word(k, {"and"}) && is_word(k + 1, {"change"})))
      return is_word(k, {"and", "on", "or", "again"}) ? std::nullopt : std::optional(Role::level);
    return Role::level;
  }
  if (is_word(k, {"entry"}) && i > 0 && is_word(i - 1, {"from"})) return Role::entry_from;
  if (is_word(k, {"entry", "fill", "filled", "fills"})) return Role::price_at;
  if (is_word(k, {"avg", "average"})) {
    // "at .50 avg .58": the average is the next number
    if (is_plain_number(k + 1)) return std::nullopt;
    // "@ 41.03 AVG" is a price
    return i > 0 && message_[i - 1].is_mark('@') ? Role::price_at : Role::price_average;
  }
  if (is_word(k, {"stop", "sl", "target"}) && has(k + 1) &&
      !(is_plain_number(k + 1) || message_[k + 1].is_mark(':') || message_[k + 1].is_mark('@') ||
        is_word(k + 1, {"at", "below", "above", "is", "loss", "under", "over"})))
    return std::nullopt;
  return std::nullopt;
}

std::optional<Role> MessageReader::role_by_left_word(std::size_t i) const {
  // Back over what may stand between a label and its number.
  auto k = i;
  bool is_at = false;
  for (int steps = 0; k > 0 && steps < 7; ++steps) {
    --k;
    const auto& word = message_[k];
    if (word.kind == TokenKind::newline) break;
    if (word.is_mark('@') || is_word(k, {"at"})) {
      is_at = true;
      continue;
    }
    if (word.is_mark(':') || word.is_mark('=') || word.is_mark('~') || word.is_mark('$') ||
        is_word(k, {"is", "was", "the", "around", "about", "near", "my", "of", "it", "price", "a",
                    "now", "loss", "be"}))
      continue;
    if (word.is_mark('<') || word.is_mark('>')) {
      if (word.text == ">" && word.end - word.begin == 2) return Role::price_arrow;
      return Role::level;
    }
    if (word.is_mark('-')) {
      if (is_at) break;
      continue;
    }
    if (is_at && is_word(k, {"off"})) break;  // "took half off at 2.10"
    // "stop loss hit @ 7.70", "hit stop at 3.50": where it was sold
    const bool is_stop_hit =
        (is_word(k, {"hit"}) && k > 0 && is_word(k - 1, {"stop", "sl", "stoploss", "loss"})) ||
        (is_word(k, {"stop", "sl", "stoploss"}) && k > 0 && is_word(k - 1, {"hit"}));
    if (is_stop_hit) return is_at ? Role::price_at : Role::level;
    if (is_word(k, {"stop", "sl", "stoploss", "stops"})) return Role::stop;
    if (is_word(k, {"below", "under", "over", "above"})) {
      auto b = k;
      for (int back = 0; b > 0 && back < 2; ++back) {
        --b;
        if (is_word(b, {"stop", "sl", "stoploss", "stops"})) return Role::stop;
      }
      return Role::level;
    }
    if (is_word(k, {"target", "targets", "targeting", "tp", "tp1", "tp2", "tp3", "tp4", "pt", "pt1",
                    "pt2", "pt3", "pts", "t1", "t2", "t3", "tps"}))
      return Role::target;
    if (word.role == Role::none && word.kind == TokenKind::number) break;
    if (word.is_mark(',') || word.is_mark('/')) {
      // "targets 217, 218": the list goes on
      if (k > 0 && message_[k - 1].role == Role::target) return Role::target;
      break;
    }
    if (word.role == Role::target && word.kind == TokenKind::number) break;
    if (is_word(k, {"avg", "average", "averaged"})) return average_role(k);
    if (word.is_mark('.') && k > 0 && is_word(k - 1, {"avg"})) return average_role(k - 1);
    if (is_word(k, {"from"})) return Role::entry_from;
    if (is_word(k, {"in"}) && has(k + 1) &&
        (message_[k + 1].is_mark(':') || has_out_price_after(i)))
      return Role::entry_from;
    if (is_word(k, {"entry", "entries", "fill", "filled", "limit", "paid", "cost", "entered"}))
      return Role::price_at;
    if (is_word(k, {"for"}))
      return k > 0 && is_word(k - 1, {"looking", "look", "aiming", "wait", "waiting", "watch",
                                      "risk", "on"})
                 ? Role::level
                 : Role::price_at;
    if (word.role == Role::level && is_label_number(k)) continue;
    if (is_word(k, {"break",   "breaks",     "breaking",  "reclaim", "reclaims", "reject",
                    "rejects", "rejection",  "hold",      "holds",   "holding",  "lose",
                    "loses",   "losing",     "zone",      "point",   "level",    "levels",
                    "support", "resistance", "through",   "towards", "toward",   "until",
                    "till",    "past",       "vwap",      "ema",     "hits",     "crosses",
                    "looking", "bottom",     "top",       "high",    "low",      "lows",
                    "highs",   "current",    "currently", "vix",     "to",       "tap",
                    "taps",    "retest",     "reaches",   "moved",   "moving",   "strong",
                    "trail",   "risk",       "risking",   "up",      "expect",   "leaving",
                    "leave",   "between",    "bounce",    "off",     "against",  "chasing",
                    "chase",   "hit",        "ran",       "stopped"})) {
      if (is_word(k, {"stopped"})) break;
      if (is_word(k, {"to"}) && k > 0 && is_word(k - 1, {"down"})) return Role::level;
      return Role::level;
    }
    break;
  }
  if (is_at) return Role::price_at;
  return std::nullopt;
}

// "new avg 1.50", "avg now 0.48", "average is 1.76": a blend after an add.
Role MessageReader::average_role(std::size_t k) const {
  const bool is_new = k > 0 && is_word(k - 1, {"new", "my", "total", "overall", "updated", "our"});
  const bool is_now = is_word(k + 1, {"now", "is", "down", "up"});
  return is_new || is_now ? Role::blend : Role::price_average;
}

}  // namespace fillwright::alert
