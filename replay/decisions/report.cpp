#include "replay/decisions/report.hpp"

#include "events/instruments.hpp"
#include "events/json.hpp"
#include "events/json_writer.hpp"
#include "replay/ask/plain_text.hpp"
#include "replay/ask/sentences.hpp"

namespace fillwright {
namespace {

Instruments instruments_of(const JournalReader& journal, Seq until) {
  Instruments instruments;
  (void)journal.read(1, [&](const Recorded& recorded) {
    if (recorded.type == InstrumentDefined::type_id)
      if (const auto event = decode_event(recorded.type, recorded.payload))
        instruments.add(std::get<InstrumentDefined>(*event));
    return recorded.seq < until;
  });
  return instruments;
}

std::string row(std::string_view name, std::string_view text) {
  std::string line(name);
  line.resize(11, ' ');
  return line + std::string(text) + '\n';
}

std::string version_text(const Instruments& instruments, const char* name,
                         const std::optional<DecidedEvent>& event) {
  if (!event) return row(name, "nothing");
  const auto decoded = decode_event(event->type, event->payload);
  auto text = row(name, safe_text(event->stream) + ' ' + std::string(type_name(event->type)) +
                            (decoded ? ": " + sentence(*decoded, instruments) : ""));
  text += row("", "correlation " + std::to_string(event->correlation) + ", causation " +
                      std::to_string(event->causation) + ", by " + safe_text(event->principal) +
                      ", at " + to_text(event->time));
  if (const auto json = payload_json(event->type, event->payload))
    text += row("", safe_text(*json));
  return text;
}

std::string difference_text(const JournalReader& journal, const Difference& difference) {
  const auto instruments = instruments_of(journal, difference.seq);
  auto text = "DIFFERENT at seq " + std::to_string(difference.seq) + ": " +
              safe_text(difference.what) + '\n';
  if (difference.input_seq != 0)
    text += row("input", "seq " + std::to_string(difference.input_seq) + ", " +
                             safe_text(difference.input) + " for " + safe_text(difference.actor) +
                             ' ' + safe_text(difference.input_json));
  if (!difference.recorded && !difference.decided) return text;
  return text + version_text(instruments, "recorded", difference.recorded) +
         version_text(instruments, "decided", difference.decided);
}

void write_version(JsonWriter& w, const char* name, const std::optional<DecidedEvent>& event) {
  w.key(name);
  if (!event) return w.null();
  w.begin_object();
  w.field("stream", event->stream);
  w.field("type", type_name(event->type));
  w.field("correlation", event->correlation);
  w.field("causation", event->causation);
  w.field("principal", event->principal);
  w.field("event_time", event->time);
  w.key("event");
  w.raw(payload_json(event->type, event->payload).value_or("null"));
  w.end_object();
}

void write_difference(JsonWriter& w, const Difference& difference) {
  w.begin_object();
  w.field("seq", difference.seq);
  w.field("what", difference.what);
  w.key("input");
  w.begin_object();
  w.field("seq", difference.input_seq);
  w.field("actor", difference.actor);
  w.field("command", difference.input);
  w.key("content");
  w.raw(difference.input_json.empty() ? "null" : difference.input_json);
  w.end_object();
  write_version(w, "recorded", difference.recorded);
  write_version(w, "decided", difference.decided);
  w.end_object();
}

}  // namespace

std::string replay_text(const JournalReader& journal, const DecisionReplay& replayed) {
  std::uint64_t engine = 0;
  std::string kinds;
  for (const auto& [type, count] : replayed.engine_events) {
    engine += count;
    kinds += (kinds.empty() ? "" : ", ") + type + ' ' + std::to_string(count);
  }
  auto text = row("events", std::to_string(replayed.last) + " read");
  text += row("inputs", std::to_string(replayed.inputs) + " fed to the deciders again");
  text += row("compared", std::to_string(replayed.compared) + " events that deciders decided");
  text += row("engine", std::to_string(engine) + " events that nobody decides" +
                            (kinds.empty() ? "" : ": " + kinds));
  if (replayed.unrecorded > 0)
    text += row("left out", std::to_string(replayed.unrecorded) +
                                " events by a program that did not record its inputs");
  for (const auto& note : replayed.notes) text += row("note", safe_text(note));
  return text + (replayed.difference ? difference_text(journal, *replayed.difference) : "EQUAL\n");
}

std::string replay_json(const DecisionReplay& replayed) {
  std::string text;
  JsonWriter w(text);
  w.begin_object();
  w.field("is_equal", !replayed.difference);
  w.field("last_seq", replayed.last);
  w.field("inputs", replayed.inputs);
  w.field("compared", replayed.compared);
  w.field("unrecorded", replayed.unrecorded);
  w.key("engine_events");
  w.begin_object();
  for (const auto& [type, count] : replayed.engine_events) w.field(type, count);
  w.end_object();
  w.field("notes", replayed.notes);
  w.key("difference");
  if (replayed.difference)
    write_difference(w, *replayed.difference);
  else
    w.null();
  w.end_object();
  return text + '\n';
}

}  // namespace fillwright
