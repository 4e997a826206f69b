// Lines of the book as JSON and back, from their field lists.
#include <nlohmann/json.hpp>

#include "adapters/paper/message_log.hpp"
#include "events/json_writer.hpp"

namespace fillwright {
namespace {

using nlohmann::json;

template <class T>
using Fields = boost::describe::describe_members<T, boost::describe::mod_public>;
template <class T>
concept Struct = boost::describe::has_describe_members<T>::value;

template <class T>
void write_value(JsonWriter& writer, const T& value) {
  writer.value(value);
}
template <Struct T>
void write_fields(JsonWriter& writer, const T& value);
template <Struct T>
void write_value(JsonWriter& writer, const T& value) {
  writer.begin_object();
  write_fields(writer, value);
  writer.end_object();
}
template <Struct T>
void write_value(JsonWriter& writer, const std::vector<T>& values) {
  writer.begin_array();
  for (const auto& value : values) write_value(writer, value);
  writer.end_array();
}
template <Struct T>
void write_fields(JsonWriter& writer, const T& value) {
  boost::mp11::mp_for_each<Fields<T>>([&](auto field) {
    writer.key(field.name);
    write_value(writer, value.*field.pointer);
  });
}

// Each returns whether the value was of that shape.
bool read_value(const json& from, std::string& to) {
  if (!from.is_string()) return false;
  to = from.get<std::string>();
  return true;
}
bool read_value(const json& from, bool& to) {
  if (!from.is_boolean()) return false;
  to = from.get<bool>();
  return true;
}
bool read_value(const json& from, std::uint32_t& to) {
  if (!from.is_number_unsigned() || from.get<std::uint64_t>() > UINT32_MAX) return false;
  to = from.get<std::uint32_t>();
  return true;
}
bool read_value(const json& from, Timestamp& to) {
  if (from.is_null()) return true;
  if (!from.is_string()) return false;
  const auto time = parse_time(from.get_ref<const std::string&>());
  if (time) to = *time;
  return time.has_value();
}
template <class Tag, int Digits>
bool read_value(const json& from, Decimal<Tag, Digits>& to) {
  if (!from.is_string()) return false;
  const auto value = parse<Decimal<Tag, Digits>>(from.get_ref<const std::string&>());
  if (value) to = *value;
  return value.has_value();
}
template <DescribedEnum E>
bool read_value(const json& from, E& to) {
  if (!from.is_string()) return false;
  const auto value = enum_value<E>(from.get_ref<const std::string&>());
  if (value) to = *value;
  return value.has_value();
}
template <Struct T>
bool read_value(const json& from, T& to);
template <class T>
bool read_value(const json& from, std::vector<T>& to) {
  if (!from.is_array()) return false;
  for (const auto& item : from)
    if (!read_value(item, to.emplace_back())) return false;
  return true;
}
template <class T>
constexpr bool is_list = false;
template <class T>
constexpr bool is_list<std::vector<T>> = true;

// Returns the name of the first field that is missing or wrong; empty when all is well. A list that
// is missing is empty: older books do not have all of them.
template <Struct T>
std::string read_fields(const json& from, T& to) {
  std::string wrong;
  boost::mp11::mp_for_each<Fields<T>>([&](auto field) {
    if (!wrong.empty()) return;
    const auto found = from.find(field.name);
    if (found == from.end() && is_list<std::decay_t<decltype(to.*field.pointer)>>) return;
    if (found == from.end() || !read_value(*found, to.*field.pointer)) wrong = field.name;
  });
  return wrong;
}
template <Struct T>
bool read_value(const json& from, T& to) {
  return from.is_object() && read_fields(from, to).empty();
}

}  // namespace

std::string to_json(const BookLine& line) {
  std::string text;
  JsonWriter writer(text);
  writer.begin_object();
  std::visit(
      [&](const auto& fields) {
        writer.field("line", fields.line);
        write_fields(writer, fields);
      },
      line);
  writer.end_object();
  return text;
}

tl::expected<BookLine, std::string> parse_book_line(std::string_view text) {
  const auto object = json::parse(text, nullptr, false);
  if (!object.is_object()) return tl::make_unexpected("not a JSON object");
  const auto kind = object.find("line");
  if (kind == object.end() || !kind->is_string())
    return tl::make_unexpected("no field \"line\" that says what it is");
  BookLine line;
  bool is_known = false;
  std::string wrong;
  boost::mp11::mp_for_each<BookLine>([&](const auto& sample) {
    if (*kind != sample.line) return;
    is_known = true;
    auto fields = sample;
    wrong = read_fields(object, fields);
    line = std::move(fields);
  });
  if (!is_known) return tl::make_unexpected("unknown kind of line " + kind->dump());
  if (!wrong.empty()) return tl::make_unexpected("field \"" + wrong + "\" is missing or wrong");
  return line;
}

}  // namespace fillwright
