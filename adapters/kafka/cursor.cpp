#include <charconv>

#include "actors/journal/checksums.hpp"
#include "adapters/kafka/relay_target.hpp"
#include "events/json_writer.hpp"

namespace fillwright {
namespace {

constexpr std::string_view format = "fillwright cursor 1";

// What stands between `name` and the next comma or brace, without quotes. What is malformed shows
// when the cursor is written again.
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

std::string cursor_text(const Cursor& cursor) {
  std::string text;
  JsonWriter w(text);
  w.begin_object();
  w.field("format", format);
  w.field("log_id", std::to_string(cursor.log_id));  // more than a double holds
  w.field("seq", cursor.seq);
  w.field("block_hash", to_hex(cursor.block_hash));
  w.field("owner", cursor.owner);
  w.end_object();
  return text;
}

std::optional<Cursor> parse_cursor(std::string_view text) {
  Cursor cursor;
  cursor.log_id = number_of(field_of(text, "log_id"));
  cursor.seq = number_of(field_of(text, "seq"));
  cursor.block_hash = from_hex(field_of(text, "block_hash")).value_or("");
  cursor.owner = field_of(text, "owner");
  if (cursor.block_hash.size() != 32 || cursor_text(cursor) != text) return std::nullopt;
  return cursor;
}

}  // namespace fillwright
