#include "deploy/replay_command.hpp"

#include "deploy/recorded_rules.hpp"
#include "deploy/terminal.hpp"
#include "replay/decisions/report.hpp"

namespace fillwright {
int replay(const JournalPlace& place, const ReplayOptions& options) {
  const auto journal = open_journal_place(place);
  if (!journal) return fail(journal.error());
  const auto last = (*journal)->head().seq;
  if (options.from > last && last > 0)
    return fail("--from is " + std::to_string(options.from) + "; the journal ends at seq " +
                std::to_string(last));
  ProgressBar bar;
  DecisionReplayOptions asked;
  asked.rules_of = recorded_rules;
  asked.from = options.from;
  asked.on_progress = [&](Seq done) { bar.show(done, last); };
  const auto replayed = replay_decisions(**journal, asked);
  bar.clear();
  if (!replayed) return fail(replayed.error());
  Output out;
  out.add(options.is_json ? replay_json(*replayed) : replay_text(**journal, *replayed));
  return out.end(replayed->difference ? exit_different : exit_ok);
}

}  // namespace fillwright
