#include "deploy/ask_command.hpp"

#include "deploy/terminal.hpp"

namespace fillwright {

int ask(Question question, const JournalPlace& place, AskOptions options) {
  const auto journal = open_journal_place(place);
  if (!journal) return fail(journal.error());
  ProgressBar bar;
  options.progress = [&](Seq done, Seq last) { bar.show(done, last); };
  const auto answer = question(**journal, options);
  bar.clear();
  if (!answer) return fail(answer.error());
  Output out;
  out.add(*answer);
  return out.end(exit_ok);
}

}  // namespace fillwright
