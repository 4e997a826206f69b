// Gathers into a partial journal what belongs together: an order, its workflow, the workflow's
// other orders, the messages behind them, what accounts say of them, the instruments they trade.
// By back-pointers and the index of mentions, never by a scan.
#pragma once

#include <set>
#include <string>
#include <tl/expected.hpp>

#include "events/any_event.hpp"
#include "replay/views/mention_index.hpp"
#include "replay/views/partial_journal.hpp"

namespace fillwright {

// Threads: one. After an error nothing more is gathered.
class Gatherer {
 public:
  // Events up to `until` go into `into`.
  Gatherer(const JournalReader& journal, const MentionIndex& index, Seq until, PartialJournal& into)
      : journal_(journal), index_(index), until_(until), into_(into) {}

  // Each with all that belongs to it. An id that is not there adds nothing.
  void order(const std::string& order_id);
  void workflow(const std::string& workflow_id);
  void message(const std::string& stream);
  // The event, and what it is about.
  void around(Seq seq);
  // Only the order itself and who wanted it: what a row of it needs.
  void row_of_order(Seq planned_seq);

  const tl::expected<void, std::string>& result() const { return result_; }
  const std::set<std::string>& workflows() const { return workflows_; }

 private:
  void take(const Recorded& recorded, bool is_followed);
  void stream(const std::string& name, bool is_followed, Version most);
  void mentioned(const std::string& key, bool is_followed);
  void instrument(InstrumentId id);
  void follow(const std::string& stream, const AnyEvent& event);
  void fail(const JournalFault& fault);

  const JournalReader& journal_;
  const MentionIndex& index_;
  const Seq until_;
  PartialJournal& into_;
  std::set<std::string> orders_, workflows_, messages_;
  std::set<std::uint32_t> instruments_;
  tl::expected<void, std::string> result_;
};

}  // namespace fillwright
