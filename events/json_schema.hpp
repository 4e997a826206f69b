// JSON Schema (draft 2020-12) of what event_json writes, and of other described structs.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "events/shape.hpp"

namespace fillwright {

// Every field is required, because every field is always written; further ones are allowed, because
// newer versions append. An enum's value is its name, or a number when a newer version wrote it.
// Empty when no event type has this number.
std::string json_schema(TypeId type);
// The same of any structure; `id` names the schema.
std::string json_schema(const Shape& structure, std::string_view id);

// For documents that hold many schemas: structures and enumerations by name, each once.
using SchemaParts = std::map<std::string_view, const Shape*>;
// Adds what is used by the structure's fields, however deep; not the structure itself.
void collect_parts(const Shape& structure, SchemaParts& parts);
// The schema of one structure or enumeration; it refers to others as `place` and their names.
std::string schema_part(const Shape& shape, std::string_view place);

}  // namespace fillwright
