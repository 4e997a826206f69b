#include "actors/domain/gateway/comparison.hpp"

#include <algorithm>
#include <unordered_set>

namespace fillwright {
namespace {

constexpr auto held = "held: the gate stays closed until it is gone, or a person accepts it";

std::string name_of(InstrumentId id, const Instruments& instruments) {
  const auto* instrument = instruments.find(id);
  return instrument ? instrument->symbol : "an instrument that we do not know";
}

DifferenceFound position_differs(InstrumentId id, Quantity ours, Quantity theirs,
                                 const Instruments& instruments) {
  const auto name = name_of(id, instruments);
  DifferenceFound difference;
  difference.subject = "position";
  difference.ours = to_text(ours) + " " + name;
  difference.theirs = to_text(theirs) + " " + name;
  difference.done = held;
  difference.rule = DifferenceRule::position_unexplained;
  difference.instrument = id;
  difference.quantity = theirs - ours;
  return difference;
}

}  // namespace

bool is_corrected(const BrokerFill& theirs, const OurFill& ours) {
  if (theirs.instrument != ours.instrument || theirs.side != ours.side) return false;
  return theirs.quantity != ours.quantity || theirs.price != ours.price || theirs.fees != ours.fees;
}

FillsCompared compare_fills(const BrokerBooks& theirs, const OurBooks& ours) {
  FillsCompared compared;
  for (const auto& fill : theirs.fills) {
    if (const auto* known = ours.executions.find(fill.execution_id)) {
      if (is_corrected(fill, *known)) compared.differing.push_back(&fill);
    } else if (!ours.external_executions.contains(fill.execution_id)) {
      compared.lacking.push_back(&fill);
    }
  }
  const auto known = ours.executions.size() + ours.external_executions.size();
  const auto listed = theirs.fills.size() - compared.lacking.size();
  compared.is_behind = listed + ours.fills_not_listed < known;
  return compared;
}

DifferenceFound fills_unknown_there(const BrokerBooks& theirs, const OurBooks& ours) {
  std::unordered_set<std::string_view> listed;
  for (const auto& fill : theirs.fills) listed.insert(fill.execution_id);
  std::string first;  // by name, so that the text depends on nothing else
  std::size_t count = 0;
  const auto note = [&](std::string_view id) {
    if (listed.contains(id)) return;
    ++count;
    if (first.empty() || id < first) first = id;
  };
  ours.executions.visit([&](std::string_view id, const OurFill&) { note(id); });
  for (const auto& id : ours.external_executions) note(id);
  DifferenceFound difference;
  difference.subject = "fill";
  difference.ours = std::to_string(count) + " that are not listed there, the first " + first;
  difference.theirs = std::to_string(theirs.fills.size()) + " in all";
  difference.done = held;
  difference.rule = DifferenceRule::fill_unknown_there;
  difference.quantity = -Quantity::whole(static_cast<std::int64_t>(count - ours.fills_not_listed));
  return difference;
}

void compare_holdings(Comparison& comparison, const BrokerBooks& theirs, const OurBooks& ours,
                      Money tolerance, const Instruments& instruments) {
  auto expected = ours.expected();
  for (const auto& position : theirs.positions) {
    const auto found = expected.find(position.instrument);
    const auto of_ours = found == expected.end() ? Quantity{} : found->second;
    if (of_ours != position.quantity)
      comparison.held.push_back(
          position_differs(position.instrument, of_ours, position.quantity, instruments));
    if (found != expected.end()) expected.erase(found);
  }
  for (const auto& [id, quantity] : expected)
    comparison.held.push_back(position_differs(id, quantity, {}, instruments));

  const auto cash = ours.cash + ours.cash_beside;
  if (theirs.cash == cash) return;
  DifferenceFound difference;
  difference.subject = "cash";
  difference.ours = to_text(cash);
  difference.theirs = to_text(theirs.cash);
  difference.cash = theirs.cash - cash;
  const bool is_small = difference.cash <= tolerance && -difference.cash <= tolerance;
  difference.rule =
      is_small ? DifferenceRule::cash_within_tolerance : DifferenceRule::cash_unexplained;
  difference.done = is_small ? "adopted: within the tolerance of " + to_text(tolerance) : held;
  (is_small ? comparison.adopted : comparison.held).push_back(std::move(difference));
}

DifferenceFound still_working(const BrokerOrder& order) {
  DifferenceFound difference;
  difference.subject = "order";
  difference.ours = order.order_id + " is over";
  difference.theirs =
      order.client_order_id + " works: " + to_text(order.quantity - order.filled) + " are open";
  difference.done = held;
  difference.order_id = order.order_id;
  difference.rule = DifferenceRule::order_still_working;
  difference.broker_order_id = order.broker_order_id;
  return difference;
}

bool is_same(const DifferenceFound& one, const DifferenceFound& other) {
  auto timeless = one;
  timeless.at = other.at;
  return timeless == other;
}

}  // namespace fillwright
