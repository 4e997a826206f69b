// `explain`: one order's story, and the picture of its walk.
#include <cerrno>
#include <cstring>
#include <fstream>

#include "adapters/market/line_reader.hpp"
#include "adapters/market/symbol_text.hpp"
#include "adapters/market/tape_line.hpp"
#include "deploy/ask_command.hpp"
#include "deploy/asking.hpp"
#include "deploy/terminal.hpp"
#include "replay/ask/order_story.hpp"
#include "replay/ask/plain_text.hpp"
#include "replay/views/questions.hpp"

namespace fillwright {
namespace {

// The tape's quotes of one instrument. Lines that are no quotes are passed over: whether a tape is
// right is told by the service that trades on it.
tl::expected<std::vector<Quote>, std::string> quotes_of(const std::string& symbol,
                                                        const std::string& path) {
  LineReader reader;
  if (!reader.open(path)) return tl::unexpected(path + ": " + std::strerror(errno));
  std::vector<Quote> quotes;
  while (const auto line = reader.next()) {
    TapeLine quote;
    TapeProblem problem;
    if (!line->is_ended || line->is_too_long || !read_tape_line(line->text, quote, problem))
      continue;
    const auto read = read_symbol(quote.symbol);
    if (read && read->symbol == symbol) quotes.push_back(quote.quote);
  }
  if (!reader.failure().empty()) return tl::unexpected(path + ": " + reader.failure());
  return quotes;
}

tl::expected<std::string, std::string> draw(const JournalReader& journal, const AskOptions& options,
                                            const ExplainOptions& explained) {
  std::vector<Quote> tape;
  if (!explained.tape.empty()) {
    const auto story = gather_story(journal, explained.order, options);
    if (!story) return tl::unexpected(story.error());
    auto quotes =
        quotes_of(symbol_of(story->table.instruments, story->order.instrument), explained.tape);
    if (!quotes) return tl::unexpected(quotes.error());
    tape = std::move(*quotes);
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
