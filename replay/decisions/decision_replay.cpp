#include "replay/decisions/decision_replay.hpp"

#include <exception>
#include <utility>

#include "replay/decisions/replayer.hpp"

namespace fillwright {

tl::expected<DecisionReplay, std::string> replay_decisions(const JournalReader& journal,
                                                           const DecisionReplayOptions& options) {
  Replayer replayer(journal, options);
  const auto read =
      journal.read(1, [&](const Recorded& recorded) { return replayer.take(recorded); });
  if (!read)
    return tl::unexpected("the journal is damaged at seq " + std::to_string(read.error().seq) +
                          ": " + read.error().what);
  return replayer.end();
}

}  // namespace fillwright
