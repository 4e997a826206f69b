// `events`: the journal line by line, and on as it grows.
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <functional>
#include <memory>

#include "adapters/config/secret_files.hpp"
#include "deploy/ask_command.hpp"
#include "deploy/asking.hpp"
#include "deploy/cloud_event_lines.hpp"
#include "deploy/terminal.hpp"
#include "replay/views/partial_journal.hpp"

namespace fillwright {
namespace {

constexpr Seq piece = 4096;               // events between two looks at who is still reading
constexpr int follow_milliseconds = 100;  // between two looks at the journal

// Prints lines as one array, or one object a line, so many at most.
class LinePrinter {
 public:
  LinePrinter(Output& out, bool is_array, std::size_t limit)
      : out_(out), is_array_(is_array), left_(limit) {
    if (is_array_) out_.add("[");
  }
  bool is_full() const { return left_ == 0; }
  void print(std::string_view line) {
    if (is_full()) return;
    --left_;
    if (is_array_ && !is_first_) out_.add(",\n");
    out_.add(line);
    if (!is_array_) out_.add("\n");
    is_first_ = false;
  }
  void end() {
    if (is_array_) out_.add("]\n");
  }
  bool is_first() const { return is_first_; }

 private:
  Output& out_;
  const bool is_array_;
  std::size_t left_;
  bool is_first_ = true;
};

// Gives a journal's lines to a sink, like visit_event_lines.
using LineVisitor = std::function<tl::expected<Seq, std::string>(
    const JournalReader& journal, const AskOptions& options,
    const std::function<void(std::string_view)>& sink)>;

// Lines as they were asked for; the error is a key that cannot be read.
tl::expected<LineVisitor, std::string> lines_of(const JournalReader& journal,
                                                const EventsOptions& events) {
  if (!events.is_cloud_events) return visit_event_lines;
  CloudEventSettings settings;
  if (!events.author_key.empty()) {
    const auto key = read_secret_file(events.author_key);
    if (!key) return tl::unexpected("--author-key " + events.author_key + ": " + key.error());
    settings.author_key = *key;
  }
  return [lines = std::make_shared<CloudEventLines>(std::move(settings), journal.head().log_id)](
             const auto& of, const auto& options, const auto& sink) {
    return lines->visit(of, options, sink);
  };
}

// Prints from `options.from` to what is there now and moves it on, as long as someone reads.
tl::expected<void, std::string> print_what_is_there(const LineVisitor& visit,
                                                    const JournalReader& journal,
                                                    AskOptions& options, LinePrinter& printer,
                                                    const Output& out, ProgressBar& bar) {
  const auto until = std::min(journal.durable(), options.as_of.seq);
  while (options.from <= until && out.is_open() && !printer.is_full() && !is_stop_asked()) {
    auto some = options;
    some.as_of.seq = std::min(until, options.from + piece - 1);
    const auto last = visit(journal, some, [&](std::string_view line) { printer.print(line); });
    if (!last) return tl::unexpected(last.error());
    options.from = some.as_of.seq + 1;
    bar.show(some.as_of.seq, until);
  }
  return {};
}

// The events of one stream, found along its back-pointers.
tl::expected<PartialJournal, std::string> stream_of(const JournalReader& journal,
                                                    const AskOptions& options) {
  PartialJournal stream(journal);
  const auto read = journal.read_stream(options.stream, 1, [&](const Recorded& recorded) {
    if (recorded.seq > options.as_of.seq) return false;
    if (recorded.seq >= options.from) stream.add(recorded);
    return true;
  });
  if (!read) return tl::unexpected(to_text(read.error()));
  return stream;
}

// Waits a little; false when the reader of our output has gone.
bool wait_beside_reader() {
  pollfd output{STDOUT_FILENO, 0, 0};
  return ::poll(&output, 1, follow_milliseconds) <= 0 || (output.revents & POLLERR) == 0;
}

}  // namespace

int print_events(const JournalPlace& place, AskOptions options, const EventsOptions& events) {
  const bool is_followed = events.is_followed;
  const auto asking = Asking::open(place, options);
  if (!asking) return fail(asking.error());
  const auto& journal = asking->journal();
  if (options.from == 0) options.from = 1;
  catch_stop_signals();
  // A type that does not exist is told even when no event would be looked at.
  auto nothing = options;
  nothing.as_of.seq = 0;
  if (const auto checked = visit_event_lines(journal, nothing, [](std::string_view) {}); !checked)
    return fail(checked.error());

  const auto lines = lines_of(journal, events);
  if (!lines) return fail(lines.error());
  Output out;
  LinePrinter printer(out, options.is_json && !is_followed, options.limit);
  ProgressBar bar;
  tl::expected<void, std::string> printed;
  if (!is_followed && journal.version_of(options.stream) > 0) {
    const auto stream = stream_of(journal, options);
    if (!stream) return fail(stream.error());
    printed = print_what_is_there(*lines, *stream, options, printer, out, bar);
  } else {
    printed = print_what_is_there(*lines, journal, options, printer, out, bar);
  }
  bar.clear();
  if (is_followed) options.as_of = {};
  while (printed && is_followed) {
    out.flush();
    if (printer.is_full() || !out.is_open() || is_stop_asked() || !wait_beside_reader()) break;
    if (const auto fresh = asking->refresh(); !fresh)
      printed = tl::unexpected(to_text(fresh.error()));
    else
      printed = print_what_is_there(*lines, journal, options, printer, out, bar);
  }
  if (!printed) {
    out.flush();
    return fail(printed.error());
  }
  printer.end();
  const bool is_for_people = !options.is_json && !events.is_cloud_events && !is_followed;
  if (printer.is_first() && is_for_people) out.add("no events\n");
  return out.end(exit_ok);
}

}  // namespace fillwright
