#include "replay/ask/fold.hpp"

#include <charconv>

#include "actors/journal/name_cache.hpp"
#include "events/any_event.hpp"

namespace fillwright {
namespace {

constexpr Seq progress_every = 1 << 16;

}  // namespace

tl::expected<AsOf, std::string> parse_as_of(std::string_view text) {
  AsOf as_of;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), as_of.seq);
  if (error == std::errc{} && end == text.data() + text.size()) return as_of;
  const auto time = parse_time(text);
  if (!time)
    return tl::unexpected("\"" + std::string(text) +
                          "\" is neither a seq (1200) nor a time with its zone "
                          "(2026-11-20T14:30:00Z)");
  as_of = AsOf{};
  as_of.time = *time;
  return as_of;
}

tl::expected<Folded, std::string> visit_until(
    const JournalReader& journal, Seq from, const AskOptions& options,
    const std::function<void(const EventMeta&, const AnyEvent&)>& visit) {
  Folded folded;
  std::string problem;
  NameCache streams;
  NameCache principals;
  EventDecoder decoder;
  const auto last = std::min(journal.durable(), options.as_of.seq);
  const auto read = journal.read(from, [&](const Recorded& record) {
    if (record.seq > options.as_of.seq || record.record_time > options.as_of.time) return false;
    const auto* event = decoder.decode(record.type, record.payload);
    if (!event && !type_name(record.type).empty()) {
      problem = "event " + std::to_string(record.seq) + " (" + std::string(type_name(record.type)) +
                ") has a payload that cannot be read";
      return false;
    }
    folded.last_seq = record.seq;
    folded.last_record_time = record.record_time;
    if (options.progress && record.seq % progress_every == 0) options.progress(record.seq, last);
    if (!event) {
      ++folded.unknown;
      return true;
    }
    EventMeta meta;
    meta.seq = record.seq;
    meta.stream = record.stream;
    meta.stream_name =
        streams.get(record.stream, [&](std::uint32_t n) { return journal.stream_name(n); });
    meta.version = record.version;
    meta.event_time = record.event_time;
    meta.record_time = record.record_time;
    meta.correlation = record.correlation;
    meta.causation = record.causation;
    meta.principal = principals.get(record.principal,
                                    [&](std::uint32_t n) { return journal.principal_name(n); });
    visit(meta, *event);
    return true;
  });
  if (!read)
    return tl::unexpected("the journal is damaged at seq " + std::to_string(read.error().seq) +
                          ": " + read.error().what);
  if (!problem.empty()) return tl::unexpected(problem);
  return folded;
}

std::string unknown_note(const Folded& folded) {
  if (folded.unknown == 0) return {};
  return " (" + std::to_string(folded.unknown) + " events of unknown types were left out)";
}

}  // namespace fillwright
