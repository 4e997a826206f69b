// `explain`: one order's story, and the picture of its walk.
#include <cerrno>
#include <cstring>
#include <fstream>

#include "adapters/tape/open_tape.hpp"
#include "deploy/ask_command.hpp"
#include "deploy/asking.hpp"
#include "deploy/terminal.hpp"
#include "projections/state_rows.hpp"
#include "replay/ask/order_story.hpp"
#include "replay/views/questions.hpp"

namespace fillwright {
namespace {

tl::expected<std::string, std::string> draw(const JournalReader& journal, const AskOptions& options,
                                            const ExplainOptions& explained) {
  std::vector<Quote> tape;
  if (!explained.tape.empty()) {
    const auto story = gather_story(journal, explained.order, options);
    if (!story) return tl::unexpected(story.error());
    const std::string symbol(symbol_of(story->table.instruments, story->order.instrument));
    const auto read = read_quotes(explained.tape, {symbol, {}, {}}, [&](const Quote& quote) {
      tape.push_back(quote);
      return true;
    });
    if (!read) return tl::unexpected(read.error());
  }
  return walk_svg(journal, explained.order, options, tape);
}

bool write_file(const std::string& path, const std::string& bytes) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << bytes;
  return static_cast<bool>(file.flush());
}

}  // namespace

int explain(const JournalPlace& place, AskOptions options, const ExplainOptions& explained) {
  auto asking = Asking::open(place, options);
  if (!asking) return fail(asking.error());
  ProgressBar bar;
  options.progress = [&](Seq done, Seq last) { bar.show(done, last); };
  const auto answer = asking->answer(
      [&](const Views& views) { return explain_by(views, explained.order, options); },
      [&](const JournalReader& journal) {
        return explain_order(journal, explained.order, options);
      },
      bar);
  if (!answer) return bar.clear(), fail(answer.error());
  if (!explained.svg.empty()) {
    const auto picture = draw(asking->journal(), options, explained);
    if (!picture) return bar.clear(), fail(picture.error());
    errno = 0;
    if (!write_file(explained.svg, *picture))
      return fail(explained.svg + " cannot be written: " + std::strerror(errno));
  }
  bar.clear();
  Output out;
  out.add(*answer);
  return out.end(exit_ok);
}

}  // namespace fillwright
