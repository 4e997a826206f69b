// From an id that a person types to the events that belong to it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "events/instruments.hpp"
#include "projections/story.hpp"

namespace fillwright {

// `about` may name an order, a workflow, a message (its id or stream), a stream, a caller, an
// account or a symbol; what it names in several ways is all of them. Nothing when it names nothing.
std::optional<StoryScope> find_scope(const Links& links, const Instruments& instruments,
                                     const std::string& about);
// The ids that are nearest in spelling, best first, three at most.
std::vector<std::string> nearest(const std::string& wanted, const std::vector<std::string>& known);
// "there is no order "w1-9"; nearest: w1-1, w1-2" or "…; this journal has no orders".
std::string unknown_id(const std::string& kind, const std::string& wanted,
                       const std::vector<std::string>& known);

}  // namespace fillwright
