// The topics and their messages as an AsyncAPI 3.0 document.
#pragma once

#include <string>

namespace fillwright {

// The names of the topics unless the configuration has others.
inline constexpr auto events_topic = "fillwright.events";
inline constexpr auto orders_topic = "fillwright.orders";  // compacted, like the next two
inline constexpr auto positions_topic = "fillwright.positions";
inline constexpr auto pnl_topic = "fillwright.pnl";
inline constexpr auto heads_topic = "fillwright.heads";

// JSON; needs no other file.
std::string async_api_document();

}  // namespace fillwright
