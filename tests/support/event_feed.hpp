// A journal made by hand, event by event, for tests of projections: seqs and versions are dense,
// streams get their numbers in the order of their first events.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "projections/event_meta.hpp"

namespace fillwright::test {

class EventFeed {
 public:
  struct Entry {
    EventMeta meta;
    std::string stream;
    AnyEvent event;
  };

  explicit EventFeed(Timestamp start) : now_(start) {}

  Timestamp now() const { return now_; }
  EventFeed& wait(Duration span) {
    now_ = now_ + span;
    return *this;
  }
  // Caused by the event before it unless said otherwise; correlated with `root`.
  EventFeed& add(const std::string& stream, AnyEvent event) {
    Entry entry{{}, stream, std::move(event)};
    entry.meta.seq = entries_.size() + 1;
    entry.meta.stream =
        numbers_.try_emplace(stream, static_cast<std::uint32_t>(numbers_.size() + 1)).first->second;
    entry.meta.version = ++versions_[stream];
    entry.meta.event_time = entry.meta.record_time = now_;
    if (std::holds_alternative<MessageReceived>(entry.event)) root_ = entry.meta.seq;
    entry.meta.correlation = root_ == 0 ? entry.meta.seq : root_;
    entry.meta.causation = entry.meta.correlation == entry.meta.seq ? 0 : entry.meta.seq - 1;
    entries_.push_back(std::move(entry));
    return *this;
  }

  // Decided together with the event before it: of the same cause.
  EventFeed& add_beside(const std::string& stream, AnyEvent event) {
    const auto causation = entries_.back().meta.causation;
    add(stream, std::move(event));
    entries_.back().meta.causation = causation;
    return *this;
  }

  const std::vector<Entry>& entries() const { return entries_; }
  std::uint64_t last_seq() const { return entries_.size(); }

  template <class Projection>
  void fold_into(Projection& projection) const {
    for (const auto& entry : entries_) {
      auto meta = entry.meta;
      meta.stream_name = entry.stream;
      meta.principal = "test";
      projection.apply(meta, entry.event);
    }
  }
  template <class Projection>
  Projection fold() const {
    Projection projection;
    fold_into(projection);
    return projection;
  }

 private:
  Timestamp now_;
  std::uint64_t root_ = 0;
  std::vector<Entry> entries_;
  std::map<std::string, std::uint32_t> numbers_;
  std::map<std::string, std::uint64_t> versions_;
};

}  // namespace fillwright::test
