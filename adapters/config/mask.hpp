// Keeps secrets out of logs, exports and error texts.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fillwright {

// From now on `mask_secrets` hides this value wherever it appears, in the whole process. Values
// under four bytes are not secrets. Threads: any.
void add_secret(std::string_view value);

// The text with "***" in place of every added secret and of whatever looks like one: values after
// names like password, token or api_key, Authorization headers, Discord bot tokens, JSON web
// tokens, credentials in URLs. Any bytes are fine; linear time. Threads: any.
std::string mask_secrets(std::string_view text);

// Says whether `mask_secrets` would change a text, without writing it again: for loops over many
// texts, most of which hold nothing. Threads: one, while others may add secrets.
class SecretFinder {
 public:
  bool is_in(std::string_view text);

 private:
  std::uint64_t generation_ = 0;  // of the added secrets that are known here
  std::vector<std::string> secrets_;
};

}  // namespace fillwright
