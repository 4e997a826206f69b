#include "actors/journal/head_text.hpp"

#include "events/flat_json.hpp"
#include "events/json_writer.hpp"

namespace fillwright {
namespace {

constexpr std::string_view format = "fillwright head 1";

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
  head.log_id = flat_number(text, "log_id");
  head.seq = flat_number(text, "seq");
  head.block_hash = from_hex(flat_field(text, "block_hash")).value_or("");
  head.root = from_hex(flat_field(text, "merkle_root")).value_or("");
  head.time = parse_time(flat_field(text, "time")).value_or(Timestamp{});
  head.key_id = from_hex(flat_field(text, "key")).value_or("");
  head.signature = from_hex(flat_field(text, "signature")).value_or("");
  if (head.seq == 0 || head.block_hash.size() != 32 || head.root.size() != 32 ||
      head.key_id.size() != 8 || head.signature.size() != 64 || head_text(head) != text)
    return std::nullopt;
  return head;
}

}  // namespace fillwright
