#include "replay/ask/as_of.hpp"

#include "replay/ask/plain_text.hpp"

namespace fillwright {
namespace {

constexpr AsOf unasked;

tl::expected<Timestamp, std::string> record_time_of(const JournalReader& journal, Seq seq) {
  Timestamp time;
  const auto read = journal.read_one(seq, [&](const Recorded& recorded) {
    time = recorded.record_time;
    return false;
  });
  if (!read)
    return tl::unexpected("the journal is damaged at seq " + std::to_string(read.error().seq) +
                          ": " + read.error().what);
  return time;
}

}  // namespace

tl::expected<Seq, std::string> seq_of(const JournalReader& journal, const AsOf& as_of,
                                      Timestamp now) {
  const auto head = journal.durable();
  const bool is_seq_asked = as_of.seq != unasked.seq;
  const bool is_time_asked = as_of.time != unasked.time;
  if (!is_seq_asked && !is_time_asked) return head;
  if (head == 0) return tl::unexpected(std::string("--as-of: the journal has no events yet"));
  if (is_seq_asked) {
    if (as_of.seq == 0)
      return tl::unexpected(std::string("--as-of 0: the journal begins at seq 1"));
    if (as_of.seq > head)
      return tl::unexpected("--as-of " + std::to_string(as_of.seq) + ": the journal ends at seq " +
                            std::to_string(head));
    return as_of.seq;
  }
  const auto first = record_time_of(journal, 1);
  const auto last = record_time_of(journal, head);
  if (!first || !last) return tl::unexpected(first ? last.error() : first.error());
  if (as_of.time < *first)
    return tl::unexpected("--as-of " + to_text(as_of.time) + ": the journal begins at " +
                          to_text(*first));
  if (as_of.time > *last) {
    if (as_of.time > now)
      return tl::unexpected("--as-of " + to_text(as_of.time) +
                            ": that is in the future, and the journal ends at " + to_text(*last));
    return head;
  }
  Seq low = 1;  // recorded by then
  for (auto high = head + 1; high - low > 1;) {
    const auto middle = low + (high - low) / 2;
    const auto time = record_time_of(journal, middle);
    if (!time) return tl::unexpected(time.error());
    (*time <= as_of.time ? low : high) = middle;
  }
  return low;
}

}  // namespace fillwright
