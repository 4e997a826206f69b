#include "events/json_schema.hpp"

#include "events/json_writer.hpp"

namespace fillwright {
namespace {

using Kind = Shape::Kind;

void collect(const Shape& shape, SchemaParts& parts) {
  if (shape.of) collect(*shape.of, parts);
  if (shape.kind == Kind::enumeration || shape.kind == Kind::structure) parts[shape.name] = &shape;
  for (const auto& field : shape.fields) collect(*field.shape, parts);
}

void write_types(JsonWriter& w, std::initializer_list<std::string_view> types) {
  w.key("type");
  w.begin_array();
  for (const auto type : types) w.value(type);
  w.end_array();
}

void write_decimal(JsonWriter& w, int digits) {
  w.field("type", "string");
  w.field("pattern", "^-?[0-9]+(\\.[0-9]{1," + std::to_string(digits) + "})?$");
}

void write_integer(JsonWriter& w, const Shape& shape) {
  w.field("type", "integer");
  if (!shape.is_signed) w.field("minimum", 0);
}

void write_use(JsonWriter& w, const Shape& shape, std::string_view place);

// What stands between the braces of a type's schema where it is used.
void write_use_inside(JsonWriter& w, const Shape& shape, std::string_view place) {
  switch (shape.kind) {
    case Kind::boolean:
      return w.field("type", "boolean");
    case Kind::integer:
      return write_integer(w, shape);
    case Kind::decimal:
      return write_decimal(w, shape.digits);
    case Kind::span:
      w.field("description", "seconds");
      return write_decimal(w, 9);
    case Kind::time:
      write_types(w, {"string", "null"});
      return w.field("format", "date-time");
    case Kind::date:
      write_types(w, {"string", "null"});
      return w.field("format", "date");
    case Kind::instrument:
      return write_types(w, {"integer", "null"});
    case Kind::bytes:
      w.field("type", "string");
      return w.field("pattern", "^([0-9a-f]{2})*$");
    case Kind::text:
      return w.field("type", "string");
    case Kind::enumeration:
    case Kind::structure:
      return w.field("$ref", std::string(place) + std::string(shape.name));
    case Kind::optional:
      w.key("anyOf");
      w.begin_array();
      write_use(w, *shape.of, place);
      w.raw(R"({"type":"null"})");
      return w.end_array();
    case Kind::list:
      w.field("type", "array");
      w.key("items");
      return write_use(w, *shape.of, place);
  }
}

void write_use(JsonWriter& w, const Shape& shape, std::string_view place) {
  w.begin_object();
  write_use_inside(w, shape, place);
  w.end_object();
}

void write_structure_inside(JsonWriter& w, const Shape& shape, std::string_view place) {
  w.field("type", "object");
  w.key("properties");
  w.begin_object();
  for (const auto& field : shape.fields) {
    w.key(field.name);
    write_use(w, *field.shape, place);
  }
  w.end_object();
  w.key("required");
  w.begin_array();
  for (const auto& field : shape.fields) w.value(field.name);
  w.end_array();
}

void write_enumeration_inside(JsonWriter& w, const Shape& shape) {
  w.key("anyOf");
  w.begin_array();
  w.begin_object();
  w.key("enum");
  w.begin_array();
  for (const auto& enumerator : shape.enumerators) w.value(enumerator.name);
  w.end_array();
  w.end_object();
  w.raw(R"({"type":"integer","description":"a value that a newer version named"})");
  w.end_array();
}

void write_part_inside(JsonWriter& w, const Shape& shape, std::string_view place) {
  if (shape.kind == Kind::structure)
    write_structure_inside(w, shape, place);
  else
    write_enumeration_inside(w, shape);
}

}  // namespace

void collect_parts(const Shape& structure, SchemaParts& parts) {
  for (const auto& field : structure.fields) collect(*field.shape, parts);
}

std::string schema_part(const Shape& shape, std::string_view place) {
  std::string out;
  JsonWriter w(out);
  w.begin_object();
  write_part_inside(w, shape, place);
  w.end_object();
  return out;
}

std::string json_schema(const Shape& structure, std::string_view id) {
  SchemaParts parts;
  collect_parts(structure, parts);
  std::string out;
  JsonWriter w(out);
  w.begin_object();
  w.field("$schema", "https://json-schema.org/draft/2020-12/schema");
  w.field("$id", id);
  w.field("title", structure.name);
  write_structure_inside(w, structure, "#/$defs/");
  if (!parts.empty()) w.key("$defs"), w.begin_object();
  for (const auto& [name, shape] : parts) {
    w.key(name);
    w.raw(schema_part(*shape, "#/$defs/"));
  }
  if (!parts.empty()) w.end_object();
  w.end_object();
  return out;
}

std::string json_schema(TypeId type) {
  const auto* event = shape_of(type);
  if (!event) return {};
  return json_schema(*event, "urn:fillwright:event:" + std::string(event->name));
}

}  // namespace fillwright
