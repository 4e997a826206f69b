#include "actors/domain/recorded_decision.hpp"

#include <algorithm>

#include "actors/domain/command_codec.hpp"

namespace fillwright {
namespace {

// What of a command a person wants to know.
std::string describe(const AnyCommand& command, const Context& context) {
  if (const auto* timer = std::get_if<TimerDue>(&command))
    return timer->name + ", generation " + std::to_string(timer->generation) + ", due " +
           to_text(timer->due);
  if (const auto* wake = std::get_if<QuoteWake>(&command)) {
    if (!context.quote) return wake->name;
    return wake->name + ", bid " + to_text(context.quote->bid) + ", ask " +
           to_text(context.quote->ask) + " at " + to_text(context.quote->time);
  }
  if (const auto* answer = std::get_if<NoteAnswer>(&command))
    return answer->answer.client_order_id + " " + answer->answer.code + " " + answer->answer.text;
  if (const auto* said = std::get_if<AnswerQuestion>(&command))
    return said->question_id + (said->is_yes ? " yes" : " no") + " by " + said->by;
  if (const auto* fill = std::get_if<NoteFill>(&command)) return fill->fill.execution_id;
  if (const auto* ended = std::get_if<NoteEnded>(&command)) return ended->order.client_order_id;
  return "";
}

// Most decisions have one stream, or have them in order already.
void put_streams_together(decltype(Decision::events)& events) {
  for (auto first = events.begin(); first != events.end();) {
    const auto is_of_it = [&](const StreamEvent& each) { return each.stream == first->stream; };
    const auto rest = std::find_if_not(first, events.end(), is_of_it);
    if (std::none_of(rest, events.end(), is_of_it)) {
      first = rest;
      continue;
    }
    const auto stream = first->stream;
    first = std::stable_partition(first, events.end(),
                                  [&](const StreamEvent& each) { return each.stream == stream; });
  }
}

constexpr std::size_t longest_content = 256 * 1024;
constexpr std::size_t most_names = 500;

// In pieces, in the order of the lists.
std::vector<OpenTradesSeen> in_pieces(const OpenTrades& open) {
  std::vector<OpenTradesSeen> pieces(1);
  std::size_t names = 0;
  const auto add = [&](const std::vector<std::string>& from, auto list) {
    for (const auto& name : from) {
      if (names == most_names) {
        pieces.emplace_back();
        names = 0;
      }
      (pieces.back().*list).push_back(name);
      ++names;
    }
  };
  add(open.orders, &OpenTradesSeen::orders);
  add(open.workflows, &OpenTradesSeen::workflows);
  add(open.lost_orders, &OpenTradesSeen::lost_orders);
  add(open.lost_workflows, &OpenTradesSeen::lost_workflows);
  return pieces;
}

}  // namespace

FurtherInput further_of(InputTaken& input, const std::optional<OpenTrades>& seen) {
  FurtherInput further;
  auto& content = input.content.raw;
  for (auto at = longest_content; at < content.size(); at += longest_content)
    further.content.push_back({{content.substr(at, longest_content)}});
  content.resize(std::min(content.size(), longest_content));
  if (seen) further.seen = in_pieces(*seen);
  input.further = static_cast<std::uint32_t>(further.content.size() + further.seen.size());
  return further;
}

void complete(Decision& decision, const std::string& own, const AnyCommand* command,
              const Context& context) {
  if (command && decision.events.empty() && !decision.is_query)
    decision.emit(InputIgnored{name_of(*command), describe(*command, context), context.now});
  for (auto& [stream, event] : decision.events)
    if (stream.empty()) stream = own;
  put_streams_together(decision.events);
}

}  // namespace fillwright
