// Some events of a journal as if they were all of it: what a question needs that concerns few
// orders. Whatever asks a journal can ask this instead, and folds only them.
#pragma once

#include <string>
#include <vector>

#include "actors/journal/reader_over.hpp"

namespace fillwright {

// Threads: one.
class PartialJournal final : public ReaderOver {
 public:
  using ReaderOver::ReaderOver;

  // Copies it. In any order, and repeats change nothing.
  void add(const Recorded& event);

  // The rest is the whole journal's.
  tl::expected<void, JournalFault> read(Seq from, const RecordVisitor& visit) const override;

 private:
  struct Kept {
    Recorded event;  // but for its payload
    std::size_t payload = 0;
    std::size_t size = 0;
  };
  mutable std::vector<Kept> events_;
  mutable bool is_sorted_ = true;
  std::string payloads_;
};

}  // namespace fillwright
