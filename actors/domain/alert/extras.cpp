// What is said beside a call: its size, label, stop and targets.
#include <algorithm>

#include "actors/domain/alert/free_text_reader.hpp"

namespace fillwright::alert {

void read_extras(const Message& m, std::size_t begin, std::size_t end, Reading& r) {
  const auto is = [&](std::size_t i, List list) { return i < m.size() && is_one_of(m[i], list); };
  const bool is_open = r.action == CallAction::open;
  for (auto i = begin; i < std::min(end, m.size()); ++i) {
    const auto& word = m[i];
    if (word.role == Role::stop && !r.stop) {
      const bool is_underlying =
          r.kind == AssetClass::option && r.price && word.value.units / 2 > r.price->units;
      if (!is_underlying) r.stop = word.value;
    }
    if (word.role == Role::target && is_open) {
      const bool is_underlying =
          r.kind == AssetClass::option && r.price && word.value.units / 20 > r.price->units;
      if (!is_underlying) r.targets.push_back(word.value);
    }
    if (word.kind == TokenKind::percent && i > 0) {
      auto k = i - 1;
      if (m[k].is_mark(':') && k > 0) --k;
      if (is(k, {"pt", "tp", "target"})) r.target_percent = as_percent(word.value);
      if (is(k, {"ts"})) r.target_trail_percent = as_percent(word.value);
      if (is(k, {"sl", "stop"})) r.stop_percent = as_percent(word.value);
      if (is(i + 1, {"size", "position"}) && is_open) r.size_percent = as_percent(word.value);
    }
    if (!is_open) continue;
    if (word.role == Role::fraction && is(i + 1, {"size", "sized", "position"}))
      r.size = word.text == "1/2" ? "half" : word.text;
    if (is(i, {"half", "small", "smaller", "light", "quarter"}) && r.size.empty() &&
        (is(i + 1, {"size", "sized", "position"}) || is(i, {"small", "smaller", "light"})))
      r.size = is(i, {"smaller", "light"}) ? "small" : word.text;
    if (is(i, {"size"}) && i + 2 < m.size() && m[i + 1].is_mark(':') &&
        m[i + 2].kind == TokenKind::word)
      r.size = m[i + 2].text;
    if (is(i, {"super"}) && is(i + 1, {"lotto", "lottos"})) r.label = "super_lotto";
    if (is(i, {"lotto", "lottos", "lottery", "yolo"}) && r.label != "super_lotto")
      r.label = "lotto";
    if (is(i, {"daytrade"}) && r.label.empty()) r.label = "daytrade";
    if (is(i, {"alert"}) && r.label.empty() && i == begin) r.label = "alert";
  }
}

}  // namespace fillwright::alert
