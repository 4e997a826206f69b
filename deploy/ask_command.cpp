#include "deploy/ask_command.hpp"

#include "deploy/asking.hpp"
#include "deploy/terminal.hpp"

namespace fillwright {

int ask(const Question& question, const JournalPlace& place, AskOptions options) {
  auto asking = Asking::open(place, options);
  if (!asking) return fail(asking.error());
  ProgressBar bar;
  options.progress = [&](Seq done, Seq last) { bar.show(done, last); };
  const bool is_part = !options.about.empty() || options.limit != all_rows || options.from > 1;
  std::function<Answer(const Views&)> by_views;
  if (question.by_views && (is_part || !question.is_for_parts))
    by_views = [&](const Views& views) { return question.by_views(views, options); };
  const auto answer = asking->answer(
      by_views, [&](const JournalReader& journal) { return question.of_journal(journal, options); },
      bar);
  bar.clear();
  if (!answer) return fail(answer.error());
  Output out;
  out.add(*answer);
  return out.end(exit_ok);
}

}  // namespace fillwright
