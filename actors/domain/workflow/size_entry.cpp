#include "actors/domain/workflow/size_entry.hpp"

#include <algorithm>

#include "actors/domain/risk/exposure.hpp"
#include "events/mutation.hpp"

namespace fillwright {
namespace {

constexpr std::int64_t most_units = 10'000;  // of one order: more is a mistake

bool is_small(const std::string& size) {
  static const std::vector<std::string> words = {"half", "small", "1/2",
                                                 "lite", "light", "starter"};
  std::string lower;
  for (const char c : size) lower += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  return std::find(words.begin(), words.end(), lower) != words.end();
}

// How many whole units of `each` fit into `money`.
std::int64_t fits(Money money, Money each) {
  if (money.units <= 0 || each.units <= 0) return 0;
  return std::min(money.units / each.units, most_units);
}

struct Bound {
  std::int64_t units = most_units;
  std::string name = "the most units of an order";
  void lower(std::int64_t to, const std::string& by) {
    if (to >= units) return;
    units = to;
    name = by;
  }
};

Percent budget_percent(const SizeSettings& size, const std::string& label) {
  if (label == "lotto") return size.lotto_percent;
  if (label == "super_lotto") return size.super_lotto_percent;
  return size.percent;
}

// What one unit loses from its worst price to the stop; all that it costs without a stop.
Money money_at_risk(const SizeRequest& request, Money worst_stake) {
  if (!request.stop) return worst_stake;
  const auto distance = (request.worst_price - *request.stop) * sign(request.side);
  if (distance.units <= 0) return worst_stake;
  const auto lost = notional(distance, Quantity::whole(1), request.instrument->multiplier);
  return std::min(lost.value_or(worst_stake), worst_stake);
}

}  // namespace

tl::expected<SizeChosen, SizeRefusal> size_entry(const SizeRequest& request,
                                                 const SizeSettings& size,
                                                 const TakeBudget& budget) {
  const auto& instrument = *request.instrument;
  const auto stake = money_at_stake(instrument, request.side, request.price, request.spread_width);
  const auto worst =
      money_at_stake(instrument, request.side, request.worst_price, request.spread_width);
  if (!stake || !worst)
    return tl::unexpected(
        SizeRefusal{RefusalReason::absurd_price,
                    "what one unit costs cannot be reckoned at " + to_text(request.price)});
  SizeChosen chosen;
  chosen.buying_power = budget.buying_power;
  chosen.price = request.price;
  chosen.multiplier = instrument.multiplier;
  chosen.percent = budget_percent(size, request.reading.label);

  Bound bound;
  bool at_least_one = false;
  switch (size.sizer) {
    case Sizer::percent_of_buying_power: {
      chosen.sizer = "percent_of_buying_power";
      if (request.reading.size_percent)
        chosen.percent = std::min(chosen.percent, *request.reading.size_percent);
      chosen.budget = percent_of(budget.buying_power, chosen.percent);
      if (is_small(request.reading.size))
        chosen.budget = percent_of(chosen.budget, size.small_percent);
      bound.lower(fits(chosen.budget, *stake), "percent of buying power");
      at_least_one = true;
      break;
    }
    case Sizer::fixed_contracts:
      chosen.sizer = "fixed_contracts";
      chosen.percent = {};
      bound.lower(size.contracts.units / Quantity::one, "fixed contracts");
      break;
    case Sizer::fixed_risk: {
      chosen.sizer = "fixed_risk";
      chosen.percent = size.risk_percent;
      if (!request.stop || *request.stop == request.price)
        return tl::unexpected(SizeRefusal{
            RefusalReason::incomplete,
            "the sizer fixed_risk needs a stop away from the entry, called or configured"});
      const auto distance = request.price > *request.stop ? request.price - *request.stop
                                                          : *request.stop - request.price;
      const auto at_risk = notional(distance, Quantity::whole(1), instrument.multiplier);
      chosen.budget = percent_of(budget.equity, size.risk_percent);
      bound.lower(fits(chosen.budget, at_risk.value_or(Money{})), "fixed risk");
      break;
    }
  }
  const auto& called = request.reading.quantity;
  if (called && size.called_quantity == CalledQuantity::follow) {  // in place of the sizer's
    chosen.sizer = "called_quantity";
    at_least_one = false;
    bound = {std::min(called->units / Quantity::one, most_units), "called quantity"};
  }
  if (request.reading.size_percent) {  // "2% size" lowers every sizer's answer, to one at least
    const auto called_money = percent_of(budget.buying_power, *request.reading.size_percent);
    bound.lower(std::max<std::int64_t>(fits(called_money, *stake), 1), "called size");
  }
  // One is bought although the percentage would not pay for it, if every hard limit still allows
  // it.
  if (at_least_one && bound.units < 1 && chosen.budget.units > 0) bound = {1, "at least one"};
  if (!size.max_per_trade.is_zero())
    bound.lower(fits(size.max_per_trade, *worst), "maximum per trade");
  if (budget.risk_per_trade)
    bound.lower(fits(*budget.risk_per_trade, money_at_risk(request, *worst)),
                "risk_per_trade_percent");
  for (const auto& limit : budget.remaining) bound.lower(fits(limit.money, *worst), limit.name);
  bound.lower(fits(budget.buying_power, *worst), "buying power");
  if (request.reading.quantity && size.called_quantity != CalledQuantity::ignore)
    bound.lower(request.reading.quantity->units / Quantity::one, "called quantity");

  chosen.quantity = Quantity::whole(std::max<std::int64_t>(bound.units, 0));
  if (is_mutated(Mutation::size_one_more)) chosen.quantity += Quantity::whole(1);
  chosen.limited_by = bound.name;
  chosen.why = to_text(chosen.percent) + " % of " + to_text(budget.buying_power) + " is " +
               to_text(chosen.budget) + "; one costs " + to_text(*stake) + ", at most " +
               to_text(*worst) + "; limited by " + bound.name;
  if (bound.units < 1)
    return tl::unexpected(
        SizeRefusal{bound.name == "buying power" || bound.name == "percent of buying power"
                        ? RefusalReason::insufficient_buying_power
                        : RefusalReason::risk_limit,
                    "not even one fits: " + chosen.why});
  return chosen;
}

Price spread_width(const InstrumentDefined& instrument, const Instruments& instruments) {
  std::vector<LegStrike> legs;
  for (const auto& leg : instrument.legs)
    if (const auto* defined = instruments.find(leg.instrument))
      legs.push_back({defined->strike, defined->right});
  return widest_strikes(legs);
}

}  // namespace fillwright
