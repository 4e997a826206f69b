// `events`: the journal line by line.
#include "events/any_event.hpp"
#include "events/json.hpp"
#include "events/json_writer.hpp"
#include "replay/ask/event_line.hpp"
#include "replay/ask/fold.hpp"
#include "replay/ask/plain_text.hpp"

namespace fillwright {

bool is_wanted(std::string_view stream, TypeId type, const AskOptions& options) {
  if (!options.type.empty() && type_name(type) != options.type) return false;
  const auto& wanted = options.stream;
  return wanted.empty() || stream == wanted || !stream_id(stream, wanted).empty();
}

void write_event(JsonWriter& w, const EventMeta& meta, const AnyEvent& event,
                 const std::string& told) {
  w.begin_object();
  w.field("seq", meta.seq);
  w.field("stream", meta.stream_name);
  w.field("version", meta.version);
  w.field("type", type_name(type_of(event)));
  w.field("event_time", meta.event_time);
  w.field("record_time", meta.record_time);
  w.field("correlation", meta.correlation);
  w.field("causation", meta.causation);
  w.field("principal", meta.principal);
  if (!told.empty()) w.field("text", told);
  w.key("event");
  w.raw(event_json(event));
  w.end_object();
}

std::string event_line(const EventMeta& meta, std::string_view what) {
  auto seq = std::to_string(meta.seq);
  if (seq.size() < 6) seq.insert(0, 6 - seq.size(), ' ');
  return seq + "  " + time_text(meta.event_time) + "  " + safe_text(meta.stream_name) + " v" +
         std::to_string(meta.version) + "  " + std::string(what);
}

tl::expected<Seq, std::string> visit_event_lines(
    const JournalReader& journal, const AskOptions& options,
    const std::function<void(std::string_view)>& sink) {
  if (!options.type.empty() && !type_named(options.type))
    return tl::unexpected("there is no event type \"" + safe_text(options.type) +
                          "\"; types are named like OrderFilled, see docs/events.md");
  std::string line;
  const auto visited = visit_until(
      journal, options.from, options, [&](const EventMeta& meta, const AnyEvent& event) {
        if (!is_wanted(meta.stream_name, type_of(event), options)) return;
        line.clear();
        if (options.is_json) {
          JsonWriter w(line);
          write_event(w, meta, event, {});
        } else {
          line = event_line(
              meta, std::string(type_name(type_of(event))) + ' ' + safe_text(event_json(event)));
        }
        sink(line);
      });
  if (!visited) return tl::unexpected(visited.error());
  return std::max(visited->last_seq, options.from == 0 ? 0 : options.from - 1);
}

Answer ask_events(const JournalReader& journal, const AskOptions& options) {
  std::string out = options.is_json ? "[" : "";
  bool is_first = true;
  const auto visited = visit_event_lines(journal, options, [&](std::string_view line) {
    if (options.is_json && !is_first) out += ",\n";
    is_first = false;
    out += line;
    if (!options.is_json) out += '\n';
  });
  if (!visited) return tl::unexpected(visited.error());
  if (options.is_json) return out + "]\n";
  return is_first ? "no events\n" : out;
}

}  // namespace fillwright
