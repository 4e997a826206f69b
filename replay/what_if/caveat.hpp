// What recorded quotes cannot tell, said with every answer that rests on them.
#pragma once

#include <string>

#include "replay/ask/plain_text.hpp"

namespace fillwright {

inline constexpr auto caveat =
    "Recorded quotes cannot tell what our own order would have changed: a price that rests in the "
    "market moves it, and whoever stood before us is not in them. Fills here take the far side up "
    "to "
    "its displayed size, from the first quote after an order arrived.";

inline std::string caveat_text(const std::string& notice) {
  return (notice.empty() ? "" : "Of the quotes: " + safe_text(notice) + ".\n") +
         std::string(caveat) + '\n';
}

}  // namespace fillwright
