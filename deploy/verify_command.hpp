// `verify`: proves that a journal is complete and unaltered, or names the first bad event.
#pragma once

#include <string>

#include "deploy/journal_place.hpp"

namespace fillwright {

struct VerifyCommandOptions {
  std::string heads;  // file of signed heads; empty: none are compared
  std::string key;    // a public key or a file with it; with `heads`
  bool is_json = false;
};

// exit_failed when it is damaged or cannot be read, or a signed head does not lie on it. Creates
// nothing.
int verify_journal(const JournalPlace& place, const VerifyCommandOptions& options);

}  // namespace fillwright
