// One command of the risk actor being decided, and what its files share. For those files only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "actors/domain/risk/risk.hpp"

namespace fillwright::account_risk {

// One command being decided. The state is not copied: it knows every execution there ever was.
struct Turn {
  const RiskState& risk;
  const Context& context;
  const Settings& settings;
  const RiskSettings& limits;
  const MarketCalendar& calendar;
  Decision decision;

  void emit(AnyEvent&& event) { decision.emit(std::move(event)); }
  Timestamp now() const { return context.now; }
  Date day() const { return account_date(calendar, context.now); }
};

// One limit: what it allows now, and by which name it is told.
struct Limit {
  std::string name;
  Money left;
};

struct Refusal {
  RefusalReason reason;
  std::string limit;
  std::string value;
  std::string asked;
};

// --- limits.cpp ---
// Every limit on the money of one more entry, tightest or not; the names are what refusals say.
std::vector<Limit> limits_on_entry(const Turn& turn, const InstrumentDefined& instrument);
// Everything open, working or unknown.
Money exposure(const RiskState& risk);
// What stops every order.
std::optional<Refusal> refusal_of_all(const Turn& turn);
// What stops every entry at this moment.
std::optional<Refusal> refusal_of_entries(const Turn& turn);
// A worst price far beyond the quote's far side is a mistake somewhere.
std::optional<Refusal> refusal_of_price(const Turn& turn, const ReserveExposure& asked,
                                        const InstrumentDefined& instrument);
std::optional<Refusal> refusal_of_entry(const Turn& turn, const ReserveExposure& asked,
                                        const InstrumentDefined& instrument, Money stake,
                                        std::vector<std::string>& checks);
// What the workflow's exits may sell yet beside `order_id`'s, which is of `bracket` or of none; of
// a bracket's exits, each takes from the others, the largest counts.
Quantity claimed_beside(const RiskState& risk, const std::string& workflow_id,
                        const std::string& order_id, const std::string& bracket);
// What the workflow holds, in its order's units.
Quantity held_by(const RiskState& risk, const std::string& workflow_id);
// An exit sells no more than its workflow holds beside its other exits.
std::optional<Refusal> refusal_of_exit(const Turn& turn, const ReserveExposure& asked,
                                       std::vector<std::string>& checks);

}  // namespace fillwright::account_risk
