// Signed heads in a file apart from the journal: a line of JSON each, only ever appended to
// (docs/event_format.md). A line has one form: whatever else it says is refused.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "actors/journal/signed_head.hpp"

namespace fillwright {

// All of them. The error is a sentence with the file and the line: it cannot be read, is no head,
// ends in half a line, goes back in the journal, or is of another journal than the line before.
tl::expected<std::vector<SignedHead>, std::string> read_heads(const std::string& file);

// The writer's. Threads: one at a time.
class HeadsFile {
 public:
  // Half a line at the end is an append that a crash cut off: it was never synced, and is taken
  // away by the next append. A file that is not there is made then, too.
  static tl::expected<HeadsFile, std::string> open(std::string file);
  // What was in it when it was opened.
  const std::vector<SignedHead>& heads() const { return heads_; }
  // Of the last one that is in it; 0: none.
  Seq last_seq() const { return last_seq_; }
  // Whole and synced, or an error. Readers see a line whole or not at all.
  tl::expected<void, std::string> append(const SignedHead& head);

 private:
  HeadsFile(std::string file, std::vector<SignedHead> heads, std::size_t size)
      : file_(std::move(file)),
        heads_(std::move(heads)),
        last_seq_(heads_.empty() ? 0 : heads_.back().seq),
        size_(size) {}
  std::string file_;
  std::vector<SignedHead> heads_;
  Seq last_seq_;
  std::size_t size_;  // of whole lines
};

}  // namespace fillwright
