// Environment variables over what the file said.
#pragma once

#include <map>

#include "adapters/config/configuration.hpp"

namespace fillwright {

// FILLWRIGHT_SECTION_KEY for every setting; what is wrong in them is a mistake. Then the names that
// users of similar bots know (ALLOWED_USERS, ALLOWED_CHANNELS, TASTYTRADE_DRY_RUN,
// TASTYTRADE_USE_SANDBOX, ADMIN_API_KEY, DISCORD_BOT_TOKEN), where nonsense means the safe value
// and is noted.
void apply_environment(const Environment& environment, LoadedConfiguration& loaded);

}  // namespace fillwright
