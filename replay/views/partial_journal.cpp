#include "replay/views/partial_journal.hpp"

#include <algorithm>

namespace fillwright {

void PartialJournal::add(const Recorded& event) {
  is_sorted_ = is_sorted_ && (events_.empty() || events_.back().event.seq < event.seq);
  auto& kept = events_.emplace_back(Kept{event, payloads_.size(), event.payload.size()});
  kept.event.payload = {};
  payloads_ += event.payload;
}

tl::expected<void, JournalFault> PartialJournal::read(Seq from, const RecordVisitor& visit) const {
  const auto seq_of = [](const Kept& kept) { return kept.event.seq; };
  if (!is_sorted_) {
    std::ranges::sort(events_, {}, seq_of);
    const auto repeats = std::ranges::unique(events_, {}, seq_of);
    events_.erase(repeats.begin(), repeats.end());
    is_sorted_ = true;
  }
  for (auto kept = std::ranges::lower_bound(events_, from, {}, seq_of); kept != events_.end();
       ++kept) {
    auto event = kept->event;
    event.payload = std::string_view(payloads_).substr(kept->payload, kept->size);
    if (!visit(event)) break;
  }
  return {};
}

}  // namespace fillwright
