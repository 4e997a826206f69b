// `prove`: writes the proof of an order, and checks one.
#pragma once

#include <string>

#include "deploy/journal_place.hpp"

namespace fillwright {

struct ProveOptions {
  std::string order;
  std::string output;  // the file that is written
  std::string check;   // the file that is checked instead
  std::string heads;   // file; empty: the journal's own
  std::string key;     // a public key or a file with it
  bool is_json = false;
};

// exit_failed when there is nothing to prove, or a proof is wrong; then nothing is written.
int prove(const JournalPlace& place, const ProveOptions& options);

}  // namespace fillwright
