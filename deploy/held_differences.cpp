#include "deploy/held_differences.hpp"

#include <optional>

#include "actors/domain/gateway/session.hpp"
#include "events/any_event.hpp"
#include "replay/ask/plain_text.hpp"
#include "replay/ask/table.hpp"

namespace fillwright {
namespace {

constexpr std::string_view session_streams = "gateway/";

// Nothing when this session was not asked.
std::optional<HeldDifferences> held_in(const JournalReader& journal, const std::string& stream,
                                       std::string_view request_id) {
  BrokerSession session(stream.substr(session_streams.size()), "");
  std::optional<HeldDifferences> held;
  (void)journal.read_stream(stream, 1, [&](const Recorded& recorded) {
    const auto event = decode_event(recorded.type, recorded.payload);
    if (!event) return true;
    session.evolve(stream, *event);
    const auto* reconciled = std::get_if<Reconciled>(&*event);
    if (reconciled && reconciled->request_id == request_id)
      held = {session.state().differences, session.state().alarms};
    return !held;
  });
  return held;
}

}  // namespace

HeldDifferences held_at(const JournalReader& journal, std::string_view request_id) {
  for (std::uint32_t i = 1; i <= journal.stream_count(); ++i) {
    const auto stream = journal.stream_name(i);
    if (!stream.starts_with(session_streams)) continue;
    if (auto held = held_in(journal, stream, request_id)) return std::move(*held);
  }
  return {};
}

std::string table_of(const HeldDifferences& held) {
  if (held.is_empty()) return "";
  Table table({"differs", "ours", "the broker's", "rule", "order"});
  for (const auto& one : held.differences)
    table.add({safe_text(one.subject), safe_text(one.ours), safe_text(one.theirs),
               words_of(one.rule), safe_text(one.order_id)});
  for (const auto& alarm : held.alarms)
    table.add({"alarm", safe_text(alarm.detail), "", words(safe_text(alarm.kind)),
               safe_text(alarm.order_id)});
  return table.text();
}

void write(JsonWriter& out, const HeldDifferences& held) {
  const auto add = [&](std::string_view subject, std::string_view rule, std::string_view order_id,
                       std::string_view ours, std::string_view theirs) {
    out.begin_object();
    out.field("subject", subject);
    out.field("rule", rule);
    out.field("order_id", order_id);
    out.field("ours", ours);
    out.field("theirs", theirs);
    out.end_object();
  };
  out.begin_array();
  for (const auto& one : held.differences)
    add(one.subject, enum_name(one.rule), one.order_id, one.ours, one.theirs);
  for (const auto& alarm : held.alarms) add("alarm", alarm.kind, alarm.order_id, alarm.detail, "");
  out.end_array();
}

}  // namespace fillwright
