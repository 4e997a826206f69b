#include "actors/journal/checksums.hpp"
#include "adapters/kafka/relay_target.hpp"
#include "events/flat_json.hpp"
#include "events/json_writer.hpp"

namespace fillwright {
namespace {

constexpr std::string_view format = "fillwright cursor 2";
constexpr std::string_view earlier_format =
    "fillwright cursor 1";  // of before heads were published

std::string text_of(const Cursor& cursor, std::string_view of_format) {
  std::string text;
  JsonWriter w(text);
  w.begin_object();
  w.field("format", of_format);
  w.field("log_id", std::to_string(cursor.log_id));  // more than a double holds
  w.field("seq", cursor.seq);
  w.field("block_hash", to_hex(cursor.block_hash));
  if (of_format == format) w.field("head_seq", cursor.head_seq);
  w.field("owner", cursor.owner);
  w.end_object();
  return text;
}

}  // namespace

std::string cursor_text(const Cursor& cursor) { return text_of(cursor, format); }

std::optional<Cursor> parse_cursor(std::string_view text) {
  Cursor cursor;
  cursor.log_id = flat_number(text, "log_id");
  cursor.seq = flat_number(text, "seq");
  cursor.block_hash = from_hex(flat_field(text, "block_hash")).value_or("");
  cursor.head_seq = flat_number(text, "head_seq");
  cursor.owner = flat_field(text, "owner");
  const auto is_as_read =
      text_of(cursor, format) == text || text_of(cursor, earlier_format) == text;
  if (cursor.block_hash.size() != 32 || !is_as_read) return std::nullopt;
  return cursor;
}

}  // namespace fillwright
