// One order's story as a JSON object.
#pragma once

#include <string>

#include "replay/ask/order_story.hpp"

namespace fillwright {

// {order, message, read, led_to_it, size, request, plan, risk, walk, attempts, fills, price,
// positions, followed}; events are written with all their fields.
std::string story_json(const OrderStory& story);

}  // namespace fillwright
