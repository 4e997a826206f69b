#include "actors/journal/head_text.hpp"

#include <charconv>

#include "events/json_writer.hpp"

namespace fillwright {
namespace {

constexpr std::string_view format = "fillwright head 1";

// What stands between `before` and the next comma or brace, without quotes. What is malformed shows
// when the head is written again.
std::string_view field_of(std::string_view text, std::string_view name) {
  const auto before = '"' + std::string(name) + "\":";
  const auto begin = text.find(before);
  if (begin == std::string_view::npos) return {};
  text.remove_prefix(begin + before.size());
  text = text.substr(0, text.find_first_of(",}"));
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"')
    text = text.substr(1, text.size() - 2);
  return text;
}

std::uint64_t number_of(std::string_view text) {
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

}  // namespace

std::string head_text(const SignedHead& head) {
  std::string text;
  JsonWriter w(text);
  w.begin_object();
  w.field("format", format);
  w.field("log_id", std::to_string(head.log_id));  // more than a double holds
  w.field("seq", head.seq);
  w.field("block_hash", to_hex(head.block_hash));
  w.field("merkle_root", to_hex(head.root));
  w.field("time", head.time);
  w.field("key", to_hex(head.key_id));
  w.field("signature", to_hex(head.signature));
  w.end_object();
  return text;
}

std::optional<SignedHead> parse_head(std::string_view text) {
  SignedHead head;
  head.log_id = number_of(field_of(text, "log_id"));
  head.seq = number_of(field_of(text, "seq"));
  head.block_hash = from_hex(field_of(text, "block_hash")).value_or("");
  head.root = from_hex(field_of(text, "merkle_root")).value_or("");
  head.time = parse_time(field_of(text, "time")).value_or(Timestamp{});
  head.key_id = from_hex(field_of(text, "key")).value_or("");
  head.signature = from_hex(field_of(text, "signature")).value_or("");
  if (head.seq == 0 || head.block_hash.size() != 32 || head.root.size() != 32 ||
      head.key_id.size() != 8 || head.signature.size() != 64 || head_text(head) != text)
    return std::nullopt;
  return head;
}

}  // namespace fillwright
