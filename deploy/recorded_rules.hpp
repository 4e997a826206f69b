// What a run went by, made again from what its journal recorded of the configuration.
#pragma once

#include <string>
#include <tl/expected.hpp>

#include "replay/decisions/decision_replay.hpp"

namespace fillwright {

// Its note says when the calendar is another than it was. Or a sentence: a value that this program
// does not know, a time zone that this machine does not.
tl::expected<RunRules, std::string> recorded_rules(const ConfigurationChanged& changed);

}  // namespace fillwright
