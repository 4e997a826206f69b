// docs/events.md and docs/schemas: made from the field list and the comments in events/*.hpp.
#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace fillwright::docs {

// Path under the project's folder to content.
using Pages = std::map<std::filesystem::path, std::string>;

// Reads the headers under `source`/events.
Pages make_event_reference(const std::filesystem::path& source);

}  // namespace fillwright::docs
