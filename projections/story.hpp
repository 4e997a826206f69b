// The events of one story: what happened on the streams of a message, its workflow and its orders,
// what accounts and gateways said of those orders, and whatever else one of those messages caused.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "projections/links.hpp"

namespace fillwright {

// What a story is about.
struct StoryScope {
  std::set<std::string, std::less<>> streams;
  std::set<std::string, std::less<>> orders;
  std::set<std::string, std::less<>> workflows;

  void add_message(const std::string& stream) { streams.insert(stream); }
  void add_order(const std::string& order_id);
  // With its messages and its orders.
  void add_workflow(const WorkflowLink& workflow);
};

// An event with what the journal says of it, kept.
struct StoryEvent {
  std::uint64_t seq = 0;
  std::string stream;
  std::uint64_t version = 0;
  Timestamp event_time;
  Timestamp record_time;
  std::uint64_t correlation = 0;
  std::uint64_t causation = 0;
  std::string principal;
  AnyEvent event;
};
StoryEvent keep(const EventMeta& meta, const AnyEvent& event);

// Threads: one writer.
struct Story {
  StoryScope scope;
  std::uint64_t last_seq = 0;
  std::vector<StoryEvent> events{};

  void apply(const EventMeta& meta, const AnyEvent& event);
  // Nothing when that event is not part of the story.
  const StoryEvent* find(std::uint64_t seq) const;

 private:
  bool is_part(const EventMeta& meta, const AnyEvent& event) const;
  std::set<std::uint64_t> roots_{};  // events of the story that started something
};

}  // namespace fillwright
