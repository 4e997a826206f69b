#include "tests/docs/event_reference.hpp"

#include <fstream>
#include <iterator>

#include "adapters/cloud_events/schema_files.hpp"
#include "events/codec.hpp"
#include "events/shape.hpp"
#include "tests/docs/header_comments.hpp"

namespace fillwright::docs {
namespace {

using Kind = Shape::Kind;
using Parts = std::map<std::string_view, const Shape*>;

constexpr std::string_view introduction =
    R"(# Events

Made from the field lists and comments in `events/*.hpp` by `fillwright_event_docs`; do not edit.

Each event is stored as its number (in the journal's envelope) and its fields in canonical binary
form: in the order below, trailing fields at their defaults left out, later versions only append.
As JSON it is an object with every field; its JSON Schema is `schemas/<event>.json`. Published, it is the
data of a CloudEvent (`schemas/cloud_event.json`) of a type like `com.fillwright.order_filled.v1`
([analytics](analytics.md)).

| type | stored as | in JSON |
|---|---|---|
| Price, Money, Quantity, Percent | zigzag varint of the value × 10⁹, 10⁶, 10⁶, 10⁴ | exact decimal in a string |
| time | zigzag varint, nanoseconds since 1970 in UTC; 0: not given | RFC 3339 with nanoseconds, or null |
| span | zigzag varint, nanoseconds | exact seconds in a string |
| date | zigzag varint, days since 1970; 0: not given | `2026-11-20`, or null |
| instrument | varint; 0: none | number, or null |
| integer | varint; signed ones zigzag | number |
| flag | one byte, 0 or 1 | true, false |
| enumeration | varint of its number; unknown ones are kept | name; number when it has none |
| text | length as varint, UTF-8 | string |
| structure | length as varint, its fields | object |
| optional | one byte, 0 or 1, then the content | the content, or null |
| list | count as varint, then the items | array |
)";

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string link(std::string_view name) {
  std::string anchor(name);
  for (auto& c : anchor)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return "[" + std::string(name) + "](#" + anchor + ")";
}

std::string type_text(const Shape& shape) {
  switch (shape.kind) {
    case Kind::boolean:
      return "flag";
    case Kind::integer:
      return std::string(shape.is_signed ? "signed " : "") + "integer, " +
             std::to_string(shape.bits) + " bits";
    case Kind::decimal:
      return std::string(shape.name);
    case Kind::time:
      return "time";
    case Kind::span:
      return "span";
    case Kind::date:
      return "date";
    case Kind::instrument:
      return "instrument";
    case Kind::bytes:
      return "bytes";
    case Kind::text:
      return "text";
    case Kind::enumeration:
    case Kind::structure:
      return link(shape.name);
    case Kind::optional:
      return type_text(*shape.of) + ", optional";
    case Kind::list:
      return "list of " + type_text(*shape.of);
  }
  return {};
}

void collect(const Shape& shape, Parts& parts) {
  if (shape.of) collect(*shape.of, parts);
  if (shape.kind == Kind::enumeration || shape.kind == Kind::structure) parts[shape.name] = &shape;
  for (const auto& field : shape.fields) collect(*field.shape, parts);
}

// A comment as Markdown shows it unchanged, in a table too.
std::string escaped(std::string_view comment) {
  std::string text;
  for (const char c : comment) {
    if (c == '|' || c == '<' || c == '*') text += '\\';
    text += c;
  }
  return text;
}

// Empty when the field starts as nothing: zero, no text, not given.
std::string default_text(const FieldShape& field) {
  if (field.shape->kind == Kind::structure) return {};
  const auto json = field.default_json();
  for (const std::string_view nothing : {"null", "\"\"", "\"0\"", "0", "false", "[]"})
    if (json == nothing) return {};
  return '`' + json + '`';
}

class Reference {
 public:
  explicit Reference(const std::filesystem::path& source) {
    for (const auto& entry : std::filesystem::directory_iterator(source / "events"))
      if (entry.path().extension() == ".hpp")
        headers_[entry.path().filename().string()] = read_header_comments(read_file(entry.path()));
  }

  std::string page() const {
    std::string out(introduction);
    Parts parts;
    std::string_view current;
    for (const auto type : all_types()) {
      const auto& event = *shape_of(type);
      for (const auto& field : event.fields) collect(*field.shape, parts);
      if (const auto header = header_of(event.name); header != current) {
        current = header;
        out +=
            "\n## " + std::string(header) + "\n\n" + headers_.at(std::string(header)).file + '\n';
      }
      out += "\n### " + std::string(event.name) + "\n\nNumber " + std::to_string(type) + ".";
      if (const auto comment = type_comment(event.name); !comment.empty()) out += ' ' + comment;
      out += '\n';
      out += fields_table(event);
    }
    out += "\n## Structures and enumerations\n";
    for (const auto& [name, shape] : parts) {
      out += "\n### " + std::string(name) + '\n';
      if (const auto comment = type_comment(name); !comment.empty()) out += '\n' + comment + '\n';
      out += shape->kind == Kind::structure ? fields_table(*shape) : values_table(*shape);
    }
    return out;
  }

 private:
  // The file that declares the type.
  std::string_view header_of(std::string_view type) const {
    for (const auto& [file, header] : headers_)
      if (header.types.contains(std::string(type))) return file;
    return headers_.begin()->first;
  }
  std::string type_comment(std::string_view type) const {
    for (const auto& [file, header] : headers_)
      if (const auto found = header.types.find(std::string(type)); found != header.types.end())
        return escaped(found->second);
    return {};
  }
  std::string member_comment(std::string_view type, std::string_view member) const {
    const auto key = std::string(type) + '.' + std::string(member);
    for (const auto& [file, header] : headers_)
      if (const auto found = header.members.find(key); found != header.members.end())
        return escaped(found->second);
    return {};
  }
  std::string fields_table(const Shape& shape) const {
    std::string out = "\n| field | type | default | meaning |\n|---|---|---|---|\n";
    for (const auto& field : shape.fields)
      out += "| " + std::string(field.name) + " | " + type_text(*field.shape) + " | " +
             default_text(field) + " | " + member_comment(shape.name, field.name) + " |\n";
    return out;
  }
  std::string values_table(const Shape& shape) const {
    std::string out = "\n| number | name | meaning |\n|---|---|---|\n";
    for (const auto& enumerator : shape.enumerators)
      out += "| " + std::to_string(enumerator.value) + " | " + std::string(enumerator.name) +
             " | " + member_comment(shape.name, enumerator.name) + " |\n";
    return out;
  }

  std::map<std::string, HeaderComments> headers_;  // by file name
};

}  // namespace

Pages make_event_reference(const std::filesystem::path& source) {
  Pages pages;
  pages["docs/events.md"] = Reference(source).page();
  for (auto& [name, text] : schema_files()) pages["docs/schemas/" + name] = text;
  return pages;
}

}  // namespace fillwright::docs
