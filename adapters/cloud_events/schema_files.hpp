// The schemas of all that is published, made from the field lists: JSON Schema of each event, of
// the CloudEvent around it, of states and signed heads, and the AsyncAPI document that names them
// all.
#pragma once

#include <map>
#include <string>

namespace fillwright {

// File name to its text: OrderFilled.json … cloud_event.json, order_state.json,
// position_state.json, pnl_state.json, signed_head.json, asyncapi.json. The same for every run of
// this version.
std::map<std::string, std::string> schema_files();

}  // namespace fillwright
