// A request of the operator as one JSON object:
//   {"request_id": "...", "action": "cancel", "target": "w1-1", "by": "operator:ann", "why": "..."}
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "events/control_events.hpp"

namespace fillwright {

std::string request_json(const OperatorAsked& request);

// Or a sentence: which field, and what was expected. What is not of a request is passed over. `at`
// stays zero: the time is that of the taking.
tl::expected<OperatorAsked, std::string> read_request(std::string_view json);

// What is wrong with a request, as with the fields of the JSON; empty when nothing is. An order or
// workflow is named by the actions of one; who asks is "operator" or "operator:NAME".
std::string check_request(const OperatorAsked& request);

}  // namespace fillwright
