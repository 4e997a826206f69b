// What a decision leaves in the journal: the same when it is made as when decision replay makes it
// again.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "actors/domain/decider.hpp"

namespace fillwright {

inline const std::string inputs_stream = "control/inputs";
// The name under which a decider is woken after its start, to see what it owes.
inline constexpr auto after_start = "Resume";

// What does not fit into an input's one event.
struct FurtherInput {
  std::vector<InputContinued> content;
  std::vector<OpenTradesSeen> seen;
};
// Cuts off what is too long, and counts in the input what follows it.
FurtherInput further_of(InputTaken& input, const std::optional<OpenTrades>& seen);

// Names the streams of the decider's `own` events; says in words that a command came to nothing;
// and puts the events in the order of the journal, in which those of one stream stand together.
// `command`: null for what is owed after a start, of which nothing is said when it is nothing.
void complete(Decision& decision, const std::string& own, const AnyCommand* command,
              const Context& context);

}  // namespace fillwright
