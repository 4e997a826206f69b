#include "replay/ask/plain_text.hpp"

#include <algorithm>

#include "events/json_writer.hpp"

namespace fillwright {
namespace {

std::string with_cents(std::string text) {
  const auto point = text.find('.');
  if (point == std::string::npos) return text + ".00";
  if (text.size() - point == 2) text += '0';
  return text;
}

bool starts_at(std::string_view text, std::size_t at, std::string_view what) {
  return text.substr(at, what.size()) == what;
}

std::string escape_point(unsigned point) {
  constexpr std::string_view hex = "0123456789abcdef";
  std::string out = "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) out += hex[point >> shift & 0xF];
  return out;
}

}  // namespace

std::string price_text(Price price) { return with_cents(to_text(price)); }
std::string money_text(Money money) { return with_cents(to_text(money)); }
std::string signed_text(Money money) {
  return (money.units > 0 ? "+" : "") + with_cents(to_text(money));
}

std::string time_text(Timestamp time) {
  if (time.ns == 0) return "-";
  auto text = to_text(time);  // 2026-11-20T14:30:00.123456789Z
  text[10] = ' ';
  return text.substr(0, 23) + 'Z';
}

std::string clock_text(Timestamp time) { return time.ns == 0 ? "-" : time_text(time).substr(11); }

std::string span_text(Duration span) {
  const auto size = span.ns < 0 ? -(span.ns + 1) : span.ns;
  if (size < 1'000) return std::to_string(span.ns) + " ns";
  if (size < 1'000'000) return decimal_text(span.ns, 3) + " µs";
  if (size < 1'000'000'000) return decimal_text(span.ns / 1'000, 3) + " ms";
  return decimal_text(span.ns / 1'000'000, 3) + " s";
}

std::string words(std::string_view name) {
  std::string text(name);
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

std::string safe_text(std::string_view text) {
  const auto json = json_string(text);  // valid UTF-8, control characters below 0x80 escaped
  std::string out;
  for (std::size_t at = 1; at + 1 < json.size(); ++at) {
    const auto next = static_cast<unsigned char>(json[at + 1]);
    if (starts_at(json, at, "\\\"") || starts_at(json, at, "\\\\")) {
      out += json[++at];
    } else if (json[at] == '\xC2' && next < 0xA0) {  // C1 controls
      out += escape_point(next);
      ++at;
    } else if ((starts_at(json, at, "\xE2\x80") || starts_at(json, at, "\xE2\x81")) &&
               at + 2 < json.size()) {  // U+2028…202E and U+2066…2069 move or turn the line
      const auto last = static_cast<unsigned char>(json[at + 2]);
      const unsigned point = 0x2000 + (next - 0x80u) * 0x40 + (last - 0x80u);
      const bool is_moving = (point >= 0x2028 && point <= 0x202E) ||
                             (point >= 0x200E && point <= 0x200F) ||
                             (point >= 0x2066 && point <= 0x2069);
      out += is_moving ? escape_point(point) : json.substr(at, 3);
      at += 2;
    } else {
      out += json[at];
    }
  }
  return out;
}

std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

std::string cut_text(const std::string& text, std::size_t characters) {
  if (width_of(text) <= characters) return text;
  std::size_t kept = 0;
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    if ((static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) continue;
    if (++kept == characters) break;
  }
  return text.substr(0, at) + "…";
}

std::string instrument_name(const Instruments& instruments, InstrumentId id) {
  const auto* found = instruments.find(id);
  if (!found) return "instrument " + std::to_string(id.number);
  if (found->asset_class != AssetClass::option) return safe_text(found->symbol);
  return safe_text(found->root) + ' ' + to_text(found->strike) + ' ' + words_of(found->right) +
         ' ' + to_text(found->expiry);
}

}  // namespace fillwright
