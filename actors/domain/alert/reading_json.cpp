#include "actors/domain/alert/reading_json.hpp"

#include <string_view>

namespace fillwright {
namespace {

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) out += c;
  }
  return out += '"';
}

std::string_view name(CallAction action) {
  switch (action) {
    case CallAction::none:
      return "none";
    case CallAction::get_ready:
      return "get_ready";
    case CallAction::open:
      return "open";
    case CallAction::add:
      return "add";
    case CallAction::trim:
      return "trim";
    case CallAction::close:
      return "close";
    case CallAction::close_and_reopen:
      return "close_and_reopen";
    case CallAction::cancel:
      return "cancel";
  }
  return "none";
}
std::string_view name(AssetClass kind) {
  switch (kind) {
    case AssetClass::none:
      return "";
    case AssetClass::stock:
      return "stock";
    case AssetClass::option:
      return "option";
    case AssetClass::future:
      return "future";
    case AssetClass::spread:
      return "spread";
  }
  return "";
}
std::string_view name(Side side) { return side == Side::buy ? "buy" : "sell"; }
std::string_view name(Right right) { return right == Right::call ? "C" : "P"; }

std::string_view name(RefusalReason reason) {
  std::string_view found = "none";
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<RefusalReason>>([&](auto d) {
    if (d.value == reason) found = d.name;
  });
  return found;
}

class Object {
 public:
  void text(std::string_view key, std::string_view value) {
    if (!value.empty()) raw(key, quoted(value));
  }
  template <class D>
  void number(std::string_view key, const std::optional<D>& value) {
    if (value) raw(key, to_text(*value));
  }
  template <class Range, class ToJson>
  void list(std::string_view key, const Range& values, ToJson to_json) {
    if (values.empty()) return;
    std::string out = "[";
    for (const auto& value : values) out += (out.size() > 1 ? ", " : "") + to_json(value);
    raw(key, out + "]");
  }
  void raw(std::string_view key, std::string_view json) {
    out_ += out_.size() > 1 ? ", " : "";
    (out_ += quoted(key)).append(": ").append(json);
  }
  std::string done() { return out_ + "}"; }

 private:
  std::string out_ = "{";
};

std::string leg_json(const ReadingLeg& leg) {
  Object o;
  o.text("side", name(leg.side));
  o.raw("quantity", std::to_string(leg.quantity));
  o.raw("strike", to_text(leg.strike));
  o.text("right", name(leg.right));
  return o.done();
}

std::string reading_json(const Reading& r) {
  const auto text = [](const std::string& value) { return quoted(value); };
  Object o;
  o.text("action", name(r.action));
  o.text("kind", name(r.kind));
  o.text("symbol", r.symbol);
  o.list("symbols", r.symbols, text);
  o.number("strike", r.strike);
  if (r.right != Right::none) o.text("right", name(r.right));
  o.text("expiry", r.expiry);
  o.number("price", r.price);
  o.number("limit_low", r.limit_low);
  o.number("limit_high", r.limit_high);
  if (r.is_market) o.text("price_type", "market");
  if (r.side) o.text("side", name(*r.side));
  o.number("quantity", r.quantity);
  o.number("pct", r.percent);
  o.number("pnl_pct", r.pnl_percent);
  o.number("entry_price", r.entry_price);
  o.text("remaining", r.remaining);
  o.number("stop", r.stop);
  o.number("stop_pct", r.stop_percent);
  o.list("targets", r.targets, [](Price price) { return to_text(price); });
  o.number("target_pct", r.target_percent);
  o.number("target_trail_pct", r.target_trail_percent);
  o.number("size_pct", r.size_percent);
  o.text("size", r.size);
  o.text("label", r.label);
  o.text("reason", r.reason);
  o.text("scope", r.scope);
  o.list("exclude", r.exclude, text);
  o.list("legs", r.legs, leg_json);
  if (r.price_effect != PriceEffect::none)
    o.text("price_effect", r.price_effect == PriceEffect::debit ? "debit" : "credit");
  if (r.needs_context) o.raw("needs_context", "true");
  return o.done();
}

std::string none_json(std::string_view reason, std::string_view detail) {
  Object o;
  o.text("action", "none");
  o.text("reason", reason);
  o.text("detail", detail);
  return o.done();
}

}  // namespace

std::string parsed_json(const tl::expected<std::vector<Reading>, AlertRefusal>& parsed) {
  if (!parsed) return none_json(name(parsed.error().reason), parsed.error().detail);
  if (parsed->empty()) return none_json(name(RefusalReason::talk), "");
  if (parsed->size() == 1)
    return parsed->front().action == CallAction::get_ready
               ? none_json(name(RefusalReason::get_ready), "remembered; buys nothing yet")
               : reading_json(parsed->front());
  Object o;
  o.list("multi", *parsed, reading_json);
  return o.done();
}

}  // namespace fillwright
