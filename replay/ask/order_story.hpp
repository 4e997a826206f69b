// Everything that a journal knows of one order, gathered and reckoned once; `explain` tells it as
// text or JSON, the picture of the walk draws it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "projections/instrument_table.hpp"
#include "projections/orders.hpp"
#include "projections/pnl.hpp"
#include "projections/story.hpp"
#include "replay/ask/fold.hpp"

namespace fillwright {

// What came back for one message to the broker.
struct AttemptAnswer {
  std::string kind;  // accepted, rejected, unknown, never_arrived
  std::string text;  // broker's id or words, or why
  std::string evidence;
  Timestamp at;
};
struct AttemptStory {
  AttemptStarted sent;
  std::vector<AttemptAnswer> answers;  // an unknown one may be followed by a definite one
};

// A price against a quote, in money over the quantity it is for; positive is better for us.
struct PriceQuality {
  Money against_mid;
  Money against_natural;  // the far side: what taking the market at once would have paid
};
struct FillStory {
  OrderFilled fill;  // with its figures as they are now
  std::optional<PriceQuality>
      quality;  // against the quote seen at the fill; not of a spread's legs
  std::optional<FillEffect> effect;
  std::vector<FillCorrected> corrections = {};  // first to last
};

struct OrderStory {
  OrderRow order;
  InstrumentTable table;
  Story story;                        // its message, workflow, and itself
  std::vector<StoryEvent> led_to_it;  // the chain of causes, first to last
  std::optional<StoryEvent> message;  // what was said: the newest message in that chain
  std::optional<StoryEvent> read;     // how it was read
  std::optional<SizeChosen> size;     // before it was requested
  std::optional<OrderRequested> request;
  std::optional<OrderPlanned> plan;
  std::optional<ExposureReserved> reserved;
  std::optional<RiskRefused> risk_refused;
  std::optional<RiskPassed> risk_passed;
  std::vector<StoryEvent> walk;  // PriceStepped, StepHeld and WalkEnded
  std::vector<AttemptStory> attempts;
  std::vector<FillStory> fills;
  std::optional<PriceQuality> since_start;  // the average against the first rung's quote
  std::optional<PriceQuality> at_fills;     // the sum over fills that have one
  std::vector<UnrealisedRow> positions;     // of its workflow, or of its account without one
  std::vector<OrderRow> followed;           // the workflow's other orders, planned after it
  Pnl pnl;                                  // what `positions` point into
  Folded folded;

  OrderStory() = default;
  OrderStory(OrderStory&&) = default;
};

// An error for an order that is not there, with the nearest ids.
tl::expected<OrderStory, std::string> gather_story(const JournalReader& journal,
                                                   const std::string& order_id,
                                                   const AskOptions& options);

}  // namespace fillwright
