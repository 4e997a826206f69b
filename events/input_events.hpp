// Stream kind `control`, stream "control/inputs": everything that ever woke a decider of ours, each
// in one append with what was decided, and before it. From these, decision replay regenerates every
// other event but the engine's own (replay/decisions).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "events/described_values.hpp"

namespace fillwright {

// Whether the feed or the broker knew an instrument when a decider asked.
struct InstrumentAsked {
  std::string symbol;
  bool is_known = false;
  bool operator==(const InstrumentAsked&) const = default;
};
FILLWRIGHT_STRUCT(InstrumentAsked, symbol, is_known)

// Who causes it, and because of what, stands in the envelope, like the time that the decider saw.
// A command from outside our deciders is kept whole. What a decider told another follows from what
// that one decided, so that only the place is kept: an output is never an input.
struct InputTaken {
  static constexpr TypeId type_id = 815;
  std::string actor;           // that was woken, by its stream: order/w1-1
  std::string command;         // by name; Resume: after its start, to see what it owes
  std::uint64_t told_by = 0;   // seq of the input after which another of ours told it; 0: outside
  std::uint32_t tell = 0;      // which of the things told then, from 0
  std::uint32_t further = 0;   // events that belong to this one and follow it
  Bytes content;               // of a command from outside; InputContinued goes on with it
  std::optional<Quote> quote;  // of what the decider watches, as it was seen
  std::vector<InstrumentAsked> asked;
  bool operator==(const InputTaken&) const = default;
};
FILLWRIGHT_STRUCT(InputTaken, actor, command, told_by, tell, further, content, quote, asked)

// What was too long for one event.
struct InputContinued {
  static constexpr TypeId type_id = 816;
  Bytes content;
  bool operator==(const InputContinued&) const = default;
};
FILLWRIGHT_STRUCT(InputContinued, content)

// What was open when a decider asked for all of it, in as many events as it takes.
struct OpenTradesSeen {
  static constexpr TypeId type_id = 817;
  std::vector<std::string> orders;
  std::vector<std::string> workflows;
  std::vector<std::string> lost_orders;  // crashed too often: nobody of ours can reach them
  std::vector<std::string> lost_workflows;
  bool operator==(const OpenTradesSeen&) const = default;
};
FILLWRIGHT_STRUCT(OpenTradesSeen, orders, workflows, lost_orders, lost_workflows)

}  // namespace fillwright
