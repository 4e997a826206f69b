// The deciders of a journal while it is replayed: each as its events say up to now.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <unordered_set>

#include "actors/domain/make_decider.hpp"
#include "actors/domain/settings.hpp"
#include "actors/ports/journal.hpp"

namespace fillwright {

// Threads: one.
class Cast {
 public:
  // It outlives the cast.
  explicit Cast(const JournalReader& journal) : journal_(journal) {}

  // What deciders go by from now on, those that are there included.
  Settings settings;
  MarketCalendar calendar;
  std::string broker;

  // As its events before `seq` say. `definition`: of a workflow that begins. Null when there is no
  // such decider, or its stream cannot be read.
  Decider* find(const Address& address, Seq seq, const std::string& definition = {});
  // An event of a stream that nobody is asked about now.
  void pass(const std::string& stream, const AnyEvent& event);
  // It is over: it goes, and comes again from its stream when late news come.
  void retire(const Address& address);
  // It crashed, and is built again when it is asked.
  void crash(const Address& address);
  // A new process: who keeps what no event says, knows nothing any more.
  void restart();

 private:
  std::unique_ptr<Decider> rebuild(const Address& address, Seq seq, const std::string& definition);

  const JournalReader& journal_;
  PolicyPool policies_;
  std::map<Address, std::unique_ptr<Decider>> deciders_;
  std::deque<Address> over_;                    // the latest last; they stay a while
  std::unordered_set<std::string> has_events_;  // streams of those that are not here
};

}  // namespace fillwright
