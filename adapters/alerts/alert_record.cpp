#include "adapters/alerts/alert_record.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <tl/expected.hpp>

#include "events/utf8.hpp"

namespace fillwright {

namespace {

using Json = nlohmann::json;
template <class T>
using Read = tl::expected<T, std::string>;  // the error says what was expected

constexpr std::size_t longest_name = 256;  // bytes of an id or a name
// Between these, the span between any two times fits into a Duration.
constexpr Timestamp earliest{946'684'800'000'000'000};
constexpr Timestamp latest{7'258'118'399'999'999'999};

AlertInput refuse(const AlertLine& line, std::string what) {
  return {line.read_at,
          InputRefused{std::string(line.source), line.number, std::move(what), line.read_at}};
}

// FNV-1a. Two lines of one hash would cost the second one its order, never make a wrong one.
std::string hash_text(std::string_view text) {
  std::uint64_t hash = 14695981039346656037u;
  for (const char c : text) {
    hash = (hash ^ static_cast<std::uint8_t>(c)) * 1099511628211u;
  }
  std::string digits(16, '0');
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit, hash >>= 4) {
    *digit = "0123456789abcdef"[hash & 0xf];
  }
  return digits;
}

// Nothing when the key is missing or null.
Read<std::optional<std::string>> text_field(const Json& record, const char* key,
                                            std::size_t longest = longest_name) {
  const auto found = record.find(key);
  if (found == record.end() || found->is_null()) return std::nullopt;
  const auto* text = found->get_ptr<const std::string*>();
  if (!text) return tl::unexpected(std::string(key) + ": expected a string");
  if (text->size() > longest) {
    return tl::unexpected(std::string(key) + ": longer than " + std::to_string(longest) + " bytes");
  }
  return *text;
}

Read<std::string> required_field(const Json& record, const char* key,
                                 const std::optional<std::string>& otherwise) {
  const auto text = text_field(record, key);
  if (!text) return tl::unexpected(text.error());
  if (*text && !(*text)->empty()) return **text;
  if (otherwise) return *otherwise;
  return tl::unexpected(std::string(key) + ": missing");
}

Read<Timestamp> time_field(const Json& record, const std::string& key,
                           const std::optional<Timestamp>& otherwise) {
  const auto text = text_field(record, key.c_str());
  if (!text) return tl::unexpected(text.error());
  if (!*text) {
    if (otherwise) return *otherwise;
    return tl::unexpected(key + ": missing");
  }
  const auto time = parse_time(**text);
  if (time && (*time < earliest || *time > latest)) {
    return tl::unexpected(key + ": expected a time from 2000 to 2199");
  }
  if (time) return *time;
  return tl::unexpected(key + ": expected a time with its zone, like 2026-11-20T14:30:00Z");
}

Read<bool> flag_field(const Json& record, const char* key) {
  const auto found = record.find(key);
  if (found == record.end() || found->is_null()) return false;
  if (!found->is_boolean()) return tl::unexpected(std::string(key) + ": expected true or false");
  return found->get<bool>();
}

// The length of `text` before `replaced` bytes of its line became U+FFFD.
std::uint64_t length_before(std::string_view text, std::size_t replaced) {
  std::size_t marks = 0;
  for (std::size_t at = 0; (at = text.find(utf8_replacement, at)) != std::string_view::npos; ++at)
    ++marks;
  return text.size() - std::min(marks, replaced) * (utf8_replacement.size() - 1);
}

// What stands in for fields that a record lacks.
struct Defaults {
  std::optional<std::string> name;  // of channel and author
  std::optional<Timestamp> sent_at;
  std::string message_id;
};

Read<AlertInput> to_command(const Json& record, const AlertLine& line, const Defaults& defaults,
                            std::size_t replaced) {
  if (!record.is_object()) return tl::unexpected(std::string("expected a JSON object"));
  MessageReceived message;
  message.received_at = line.read_at;

  const auto source = required_field(record, "source", std::string(line.source));
  if (!source) return tl::unexpected(source.error());
  message.source = *source;
  const auto channel = required_field(record, "channel", defaults.name);
  if (!channel) return tl::unexpected(channel.error());
  message.channel = *channel;
  const auto sent_at = time_field(record, "sent_at", defaults.sent_at);
  if (!sent_at) return tl::unexpected(sent_at.error());
  message.sent_at = *sent_at;
  const auto came_at = time_field(record, "received_at", *sent_at);
  if (!came_at) return tl::unexpected(came_at.error());
  const auto message_id = text_field(record, "message_id");
  if (!message_id) return tl::unexpected(message_id.error());
  const bool has_id = *message_id && !(*message_id)->empty();
  message.message_id = has_id ? **message_id : defaults.message_id;

  const auto is_deleted = flag_field(record, "deleted");
  if (!is_deleted) return tl::unexpected(is_deleted.error());
  if (*is_deleted) {
    if (!has_id) return tl::unexpected(std::string("message_id: a deletion must name its message"));
    return AlertInput{*came_at, ReceiveDelete{*source, *channel, message.message_id}};
  }

  const auto author = required_field(record, "author", defaults.name);
  if (!author) return tl::unexpected(author.error());
  message.author = *author;
  const auto text = text_field(record, "text", std::string::npos);
  if (!text) return tl::unexpected(text.error());
  if (!*text) return tl::unexpected(std::string("text: missing"));
  message.text = **text;
  message.text_bytes = length_before(message.text, replaced);
  const auto reply_to = text_field(record, "reply_to");
  if (!reply_to) return tl::unexpected(reply_to.error());
  message.is_reply = *reply_to && !(*reply_to)->empty();

  const auto edit_of = text_field(record, "edit_of");
  if (!edit_of) return tl::unexpected(edit_of.error());
  if (!*edit_of || (*edit_of)->empty()) return AlertInput{*came_at, ReceiveMessage{message}};
  // When the original was sent is known from the original alone: an edit must not make it fresh.
  message.message_id = **edit_of;
  message.sent_at = {};
  return AlertInput{*came_at, ReceiveEdit{message, *sent_at}};
}

AlertInput read_record(const AlertLine& line, const Defaults& defaults) {
  const auto valid = make_valid_utf8(line.text);
  const auto replaced = (valid.size() - line.text.size()) / (utf8_replacement.size() - 1);
  const auto record = Json::parse(valid, nullptr, false);
  if (record.is_discarded()) return refuse(line, "is no JSON, or not one whole value");
  auto input = to_command(record, line, defaults, replaced);
  return input ? std::move(*input) : refuse(line, input.error());
}

}  // namespace

AlertInput read_alert_record(const AlertLine& line) {
  const auto id = hash_text(std::string(line.source) + '\n' + std::string(line.text));
  return read_record(line, {std::nullopt, std::nullopt, id});
}

AlertInput read_typed_alert(const AlertLine& line) {
  const auto id = to_text(line.read_at) + "/" + std::to_string(line.number);
  const std::string name(line.source);
  if (line.text.starts_with('{')) return read_record(line, {name, line.read_at, id});
  MessageReceived message;
  message.source = message.channel = message.author = name;
  message.message_id = id;
  message.text = make_valid_utf8(line.text);
  message.text_bytes = line.text.size();
  message.sent_at = message.received_at = line.read_at;
  return {line.read_at, ReceiveMessage{message}};
}

}  // namespace fillwright
