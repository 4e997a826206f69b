// A heads file as somebody sees it who does not write it: read again when it has grown.
#pragma once

#include <cstdint>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "actors/journal/signed_head.hpp"

namespace fillwright {

// Threads: one at a time.
class HeadsWatch {
 public:
  explicit HeadsWatch(std::string file) : file_(std::move(file)) {}
  // All heads that are in the file by now; none when it is not there. Half a line at the end is an
  // append that was cut off: it is not there yet. Valid until the next call. The error is a
  // sentence.
  tl::expected<const std::vector<SignedHead>*, std::string> heads();

 private:
  std::string file_;
  std::uintmax_t size_ = 0;
  std::vector<SignedHead> heads_;
};

}  // namespace fillwright
