#include "deploy/asking.hpp"

#include <chrono>

#include "adapters/rocksdb/rocks_view_store.hpp"
#include "deploy/journal_views.hpp"
#include "replay/ask/as_of.hpp"

namespace fillwright {
namespace {

Timestamp now() {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::nanoseconds>(since_epoch).count()};
}

}  // namespace

tl::expected<Asking, std::string> Asking::open(const JournalPlace& place, AskOptions& options) {
  Asking asking;
  auto folder = journal_folder(place);
  if (!folder) return tl::unexpected(folder.error());
  asking.folder_ = std::move(*folder);
  auto journal = open_journal_place(place);
  if (!journal) return tl::unexpected(journal.error());
  asking.journal_ = std::move(*journal);
  const auto seq = seq_of(*asking.journal_, options.as_of, now());
  if (!seq) return tl::unexpected(seq.error());
  options.as_of = {};
  options.as_of.seq = *seq;
  return asking;
}

Answer Asking::answer(const std::function<Answer(const Views&)>& by_views,
                      const std::function<Answer(const JournalReader&)>& of_journal,
                      ProgressBar& bar) {
  if (!by_views) return of_journal(*journal_);
  std::string problem;
  {
    const auto views =
        open_views(*journal_, folder_, [&](Seq done, Seq last) { bar.show(done, last); });
    if (!views) return of_journal(*journal_);
    auto answer = by_views(*views->views);
    if (answer) return answer;
    problem = answer.error();
  }
  auto answer = of_journal(*journal_);
  if (!answer) return answer;
  // What the journal can say and views cannot is their fault: the next question makes them again.
  bar.clear();
  print_error("the views beside the journal are damaged (" + problem + ") and were not used");
  (void)open_rocks_views(view_rows_folder(folder_), ViewAccess::afresh);
  return answer;
}

}  // namespace fillwright
