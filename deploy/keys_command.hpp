// `keys new` and `keys public`: the key with which the journal's heads are signed.
#pragma once

#include <string>

namespace fillwright {

// Writes a new signing key into `file` and prints its public key.
int make_keys(const std::string& file);
// Prints the public key of the signing key in `file`.
int print_public_key(const std::string& file);

}  // namespace fillwright
