// Folds a journal into projections, up to a moment.
#pragma once

#include "projections/event_meta.hpp"
#include "replay/ask/ask.hpp"

namespace fillwright {

struct Folded {
  Seq last_seq = 0;
  Timestamp last_record_time;
  std::uint64_t unknown = 0;  // events of types that this version does not know: left out
};

// Every event from `from` on, decoded, in order. An error names the seq.
tl::expected<Folded, std::string> visit_until(
    const JournalReader& journal, Seq from, const AskOptions& options,
    const std::function<void(const EventMeta&, const AnyEvent&)>& visit);

template <class... Projections>
tl::expected<Folded, std::string> fold_until(const JournalReader& journal,
                                             const AskOptions& options,
                                             Projections&... projections) {
  return visit_until(journal, 1, options, [&](const EventMeta& meta, const AnyEvent& event) {
    (projections.apply(meta, event), ...);
  });
}

// " (2 events of unknown types were left out)" or nothing.
std::string unknown_note(const Folded& folded);

}  // namespace fillwright
