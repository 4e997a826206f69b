#include "replay/views/feed_taker.hpp"

#include <algorithm>
#include <utility>

namespace fillwright {

FeedTaker::FeedTaker(EventFeed& feed, FedJournal& journal, FeedTakerOptions options)
    : feed_(feed),
      journal_(journal),
      options_(options),
      log_id_(options.log_id),
      next_(journal.durable() + 1) {
  if (journal.durable() > 0) log_id_ = journal.head().log_id;
  for (const auto& each : journal.positions()) partitions_[each.partition].offset = each.offset;
}

std::optional<Seq> FeedTaker::missing() const {
  return waiting_.empty() ? std::nullopt : std::optional(next_);
}

// Of the journal that is asked for, and not taken in yet.
tl::expected<bool, std::string> FeedTaker::is_wanted(const FedEvent& event) {
  if (!log_id_) log_id_ = event.log_id;
  if (event.log_id == *log_id_) return event.seq >= next_ && !waiting_.contains(event.seq);
  if (options_.log_id) return false;
  return tl::unexpected("there are events of the journals " + std::to_string(*log_id_) + " and " +
                        std::to_string(event.log_id) + "; say which with --log-id");
}

// Where nothing of a partition waits, what was passed over need not be read again.
void FeedTaker::pass(const FeedPosition& behind) {
  auto& partition = partitions_[behind.partition];
  if (partition.waiting == 0) partition.offset = behind.offset;
}

void FeedTaker::wait(FedRecord record) {
  const auto number = record.behind.partition;
  auto& partition = partitions_[number];
  newest_ = std::max(newest_, record.event.seq);
  waiting_.emplace(record.event.seq, std::move(record));
  // What is missing cannot be in a partition that is ahead of it.
  if (++partition.waiting < options_.most_waiting || partition.is_paused) return;
  partition.is_paused = true;
  feed_.pause(number, true);
}

void FeedTaker::take_ready(std::vector<FedEvent>& ready) {
  for (auto first = waiting_.begin();
       first != waiting_.end() && first->first == next_ && ready.size() < options_.most_events;
       first = waiting_.erase(first), ++next_) {
    auto& [event, behind] = first->second;
    auto& partition = partitions_[behind.partition];
    partition.offset = behind.offset;
    --partition.waiting;
    ready.push_back(std::move(event));
    if (!partition.is_paused || partition.waiting > options_.most_waiting / 2) continue;
    partition.is_paused = false;
    feed_.pause(behind.partition, false);
  }
}

std::vector<FeedPosition> FeedTaker::positions() const {
  std::vector<FeedPosition> all;
  for (const auto& [number, partition] : partitions_)
    if (partition.offset) all.push_back({number, *partition.offset});
  return all;
}

tl::expected<std::size_t, std::string> FeedTaker::step() {
  std::vector<FedEvent> ready;
  take_ready(ready);
  while (ready.size() < options_.most_events) {
    auto record = feed_.next();
    if (!record) return tl::unexpected(record.error());
    if (!*record) break;
    const auto wanted = is_wanted((*record)->event);
    if (!wanted) return tl::unexpected(wanted.error());
    if (*wanted)
      wait(std::move(**record));
    else
      pass((*record)->behind);
    take_ready(ready);
  }
  if (auto now = positions(); !ready.empty() || now != journal_.positions())
    if (const auto done = journal_.put(ready, now); !done) return tl::unexpected(done.error());
  return ready.size();
}

}  // namespace fillwright
