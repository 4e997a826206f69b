// What parsing a message gave, as one line of JSON for people and tools.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "actors/domain/alert/parse_alert.hpp"

namespace fillwright {

// One object, {"multi": [...]} for several, {"action":"none","reason":...,"detail":...} when there
// is no order (a get-ready too). Numbers are plain JSON numbers with exact decimals; fields that
// the text does not give are left out.
std::string parsed_json(const tl::expected<std::vector<Reading>, AlertRefusal>& parsed);

}  // namespace fillwright
