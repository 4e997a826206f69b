// What is kept of a journal so that questions need no scan of it: an index of who speaks of whom,
// and the books every so many events. Derived, checked before it is used, and made again when it
// does not fit (docs/event_format.md). Each step is one write of rows and place.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <tl/expected.hpp>

#include "events/instruments.hpp"
#include "replay/views/books.hpp"
#include "replay/views/gatherer.hpp"

namespace fillwright {

// Threads: one.
class Views {
 public:
  // Events between two books. A question folds at most so many, and what follows the last books.
  static constexpr Seq usual_step = 4'096;

  // Both outlive it.
  Views(const JournalReader& journal, ViewStore& store, Seq step = usual_step);

  // Finds out how far the rows reach. The error says why they do not fit this journal, or are
  // damaged: then they are good for nothing.
  tl::expected<void, std::string> open();
  // Takes in what follows, up to the last whole step. `progress` hears of the seq reached.
  tl::expected<void, std::string> update(const std::function<void(Seq done, Seq last)>& progress);
  // Takes the rest into memory, so that questions up to the journal's end can be asked.
  tl::expected<void, std::string> read_tail();

  Seq last() const { return last_; }  // how far the stored rows reach
  const MentionIndex& index() const { return index_; }
  const JournalReader& journal() const { return journal_; }

  // All instruments that are defined by then.
  tl::expected<Instruments, std::string> instruments_at(Seq seq) const;
  // The books after the event `seq`, which the journal has.
  tl::expected<Books, std::string> books_at(Seq seq) const;
  // SHA-256 over the books that are stored at this seq (the index is in it); nothing: none are.
  tl::expected<std::optional<std::string>, std::string> state_hash(Seq seq) const;

 private:
  struct Step;
  struct Kept {
    Seq seq = 0;
    Books books;
  };
  tl::expected<Kept, std::string> books_before(Seq seq) const;
  // Reads the events of one step from `from` on; nothing when there is no whole step left.
  tl::expected<std::optional<Step>, std::string> read_step(Seq from) const;

  const JournalReader& journal_;
  ViewStore& store_;
  const Seq step_;
  MentionIndex index_;
  Seq last_ = 0;
  std::vector<Seq> defined_in_tail_;
};

}  // namespace fillwright
