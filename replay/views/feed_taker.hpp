// Brings a feed's events into the order of their journal and into a FedJournal.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "replay/views/fed_journal.hpp"

namespace fillwright {

struct FeedTakerOptions {
  std::optional<std::uint64_t> log_id;  // nothing: the only journal in the feed
  std::size_t most_events = 5'000;      // in a write
  std::size_t most_waiting = 20'000;    // of one partition, for what comes before them
};

// Threads: one.
class FeedTaker {
 public:
  // Both outlive it; the feed was started at the journal's positions.
  FeedTaker(EventFeed& feed, FedJournal& journal, FeedTakerOptions options = {});

  // Takes what the feed has just now, at most one write of it. Returns how many events that were.
  // The error is a sentence.
  tl::expected<std::size_t, std::string> step();
  // The event that later ones wait for; nothing: none wait.
  std::optional<Seq> missing() const;
  Seq newest_seen() const { return newest_; }

 private:
  tl::expected<bool, std::string> is_wanted(const FedEvent& event);
  void wait(FedRecord record);
  void pass(const FeedPosition& behind);
  void take_ready(std::vector<FedEvent>& ready);
  std::vector<FeedPosition> positions() const;

  EventFeed& feed_;
  FedJournal& journal_;
  const FeedTakerOptions options_;
  std::optional<std::uint64_t> log_id_;
  Seq next_ = 1;
  Seq newest_ = 0;
  struct Partition {
    std::optional<std::int64_t> offset;  // where to go on
    std::size_t waiting = 0;
    bool is_paused = false;
  };
  std::map<std::uint32_t, Partition> partitions_;
  std::map<Seq, FedRecord> waiting_;
};

}  // namespace fillwright
