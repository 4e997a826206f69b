#include "deploy/cloud_event_lines.hpp"

#include <algorithm>

#include "replay/ask/event_line.hpp"

namespace fillwright {

tl::expected<Seq, std::string> CloudEventLines::visit(
    const JournalReader& journal, const AskOptions& options,
    const std::function<void(std::string_view)>& sink) {
  auto last = options.from == 0 ? Seq{0} : options.from - 1;
  const auto read = journal.read(options.from, [&](const Recorded& event) {
    if (event.seq > options.as_of.seq) return false;
    last = std::max(last, event.seq);
    const auto stream = journal.stream_name(event.stream);
    if (!is_wanted(stream, event.type, options)) return true;
    writer_.write(event, stream, journal.principal_name(event.principal), record_);
    sink(record_.value);
    return true;
  });
  if (!read)
    return tl::unexpected("the journal is damaged at seq " + std::to_string(read.error().seq) +
                          ": " + read.error().what);
  return last;
}

}  // namespace fillwright
