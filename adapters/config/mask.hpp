// Keeps secrets out of logs, exports and error texts.
#pragma once

#include <string>
#include <string_view>

namespace fillwright {

// From now on `mask_secrets` hides this value wherever it appears, in the whole process. Values
// under four bytes are not secrets. Threads: any.
void add_secret(std::string_view value);

// The text with "***" in place of every added secret and of whatever looks like one: values after
// names like password, token or api_key, Authorization headers, Discord bot tokens, JSON web
// tokens, credentials in URLs. Any bytes are fine; linear time. Threads: any.
std::string mask_secrets(std::string_view text);

}  // namespace fillwright
