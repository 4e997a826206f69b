#include "replay/what_if/outcome.hpp"

#include <algorithm>

#include "events/json_writer.hpp"
#include "projections/arithmetic.hpp"
#include "projections/state_rows.hpp"
#include "replay/ask/plain_text.hpp"
#include "replay/ask/table.hpp"
#include "replay/what_if/caveat.hpp"

namespace fillwright {

OrderMoney money_of(const OrderPlanned& plan, const std::vector<OrderFilled>& fills,
                    const std::optional<Quote>& last_quote) {
  OrderMoney money;
  Wide net = 0;  // Σ side × price × quantity: positive when we paid
  for (const auto& fill : fills) {
    net = plus(net, Wide{fill.price.units} * fill.quantity.units * sign(fill.side));
    money.filled = plus(money.filled, fill.order_quantity);
    money.fees = plus(money.fees, fill.fees);
  }
  if (money.filled.units > 0)
    money.average = {divide_rounded(net * sign(plan.side), money.filled.units)};
  const auto rest = minus(plan.quantity, money.filled);
  auto all = times(value_of(money.average, money.filled, plan.multiplier), -sign(plan.side));
  if (rest.units > 0) {
    if (!last_quote) return money;
    const bool is_buy = plan.side == Side::buy;
    if ((is_buy ? last_quote->ask_size : last_quote->bid_size).units <= 0) return money;
    const auto far = is_buy ? last_quote->ask : last_quote->bid;
    all = plus(all, times(value_of(far, rest, plan.multiplier), -sign(plan.side)));
  }
  money.all = minus(all, money.fees);
  return money;
}

bool is_as_recorded(const RecordedOrder& recorded, const AgainOutcome& again) {
  const auto is_same_step = [](const PriceStepped& a, const PriceStepped& b) {
    return a.at == b.at && a.to == b.to && a.is_market == b.is_market;
  };
  const auto is_same_fill = [](const OrderFilled& a, const OrderFilled& b) {
    return a.at == b.at && a.price == b.price && a.quantity == b.quantity &&
           a.instrument == b.instrument;
  };
  return std::equal(recorded.walk.begin(), recorded.walk.end(), again.walk.begin(),
                    again.walk.end(), is_same_step) &&
         std::equal(recorded.fills.begin(), recorded.fills.end(), again.fills.begin(),
                    again.fills.end(), is_same_fill);
}

std::optional<Money> worth_of(const OrderPlanned& plan, const AgainOutcome& outcome) {
  if (outcome.outcome == "refused") return std::nullopt;
  return money_of(plan, outcome.fills, outcome.last_quote).all;
}

std::optional<Money> difference(const WhatIf& what_if) {
  const auto own = worth_of(what_if.recorded->plan, what_if.own);
  const auto other = worth_of(what_if.recorded->plan, what_if.other);
  if (!own || !other) return std::nullopt;
  return minus(*other, *own);
}

namespace {

void add_walk(Table& table, const std::string& whose, const AgainOutcome& outcome) {
  struct Line {
    Timestamp at;
    std::vector<std::string> cells;
  };
  std::vector<Line> lines;
  for (const auto& step : outcome.walk)
    lines.push_back({step.at,
                     {whose, clock_text(step.at), "rung " + std::to_string(step.rung),
                      step.is_market ? "market" : price_text(step.to), price_text(step.quote.bid),
                      price_text(step.quote.ask)}});
  for (const auto& fill : outcome.fills)
    lines.push_back({fill.at,
                     {whose, clock_text(fill.at), "fill of " + to_text(fill.quantity),
                      price_text(fill.price), fill.quote ? price_text(fill.quote->bid) : "-",
                      fill.quote ? price_text(fill.quote->ask) : "-"}});
  std::stable_sort(lines.begin(), lines.end(),
                   [](const Line& a, const Line& b) { return a.at < b.at; });
  for (auto& line : lines) table.add(std::move(line.cells));
  table.add({whose, clock_text(outcome.ended_at),
             outcome.outcome.empty() ? "open: the quotes end here" : outcome.outcome, "",
             outcome.last_quote ? price_text(outcome.last_quote->bid) : "-",
             outcome.last_quote ? price_text(outcome.last_quote->ask) : "-"});
}

std::string sum_text(const std::string& whose, const OrderPlanned& plan,
                     const AgainOutcome& outcome) {
  const auto money = money_of(plan, outcome.fills, outcome.last_quote);
  auto text = "  " + whose + ": " + to_text(money.filled) + " of " + to_text(plan.quantity);
  text +=
      money.filled.units > 0 ? " filled at " + price_text(money.average) : std::string(" filled");
  text += ", fees " + money_text(money.fees);
  const auto rest = minus(plan.quantity, money.filled);
  if (rest.units > 0)
    text += money.all
                ? "; the other " + to_text(rest) + " reckoned at the far side when it ended"
                : "; the other " + to_text(rest) + " cannot be reckoned, for no quote is there";
  if (money.all) text += "; comes to " + signed_text(*money.all);
  return text + '\n';
}

void write_outcome(JsonWriter& w, const OrderPlanned& plan, const AgainOutcome& outcome) {
  const auto money = money_of(plan, outcome.fills, outcome.last_quote);
  w.begin_object();
  w.field("policy", outcome.policy);
  w.field("outcome", outcome.outcome);
  w.field("ended_at", outcome.ended_at);
  w.field("filled", money.filled);
  w.key("average");
  money.filled.units > 0 ? w.value(money.average) : w.null();
  w.field("fees", money.fees);
  w.field("money", money.all);
  w.field("walk", outcome.walk);
  w.field("fills", outcome.fills);
  w.field("last_quote", outcome.last_quote);
  w.end_object();
}

}  // namespace

std::string what_if_text(const WhatIf& what_if, const Instruments& instruments,
                         const std::string& notice) {
  const auto& recorded = *what_if.recorded;
  const auto& plan = recorded.plan;
  auto text = "order " + safe_text(plan.order_id) + ": " + words_of(plan.side) + ' ' +
              to_text(plan.quantity) + ' ' +
              safe_text(instrument_name(instruments, plan.instrument)) + ", planned " +
              time_text(plan.at) + "\n\n";
  Table table({"POLICY", "TIME", "WHAT", "PRICE>", "BID>", "ASK>"});
  const auto own = safe_text(what_if.own.policy);
  const auto other = safe_text(what_if.other.policy);
  add_walk(table, own, what_if.own);
  add_walk(table, other, what_if.other);
  text +=
      table.text() + '\n' + sum_text(own, plan, what_if.own) + sum_text(other, plan, what_if.other);
  if (const auto money = difference(what_if))
    text +=
        "\n" + other + " instead of " + own + " would have come to " + signed_text(*money) + ".\n";
  else
    text +=
        "\nThe money between the two cannot be reckoned: one of them was refused, as a market "
        "order "
        "where none is allowed, or ended without a quote.\n";
  if (!is_as_recorded(recorded, what_if.own))
    text +=
        "Run again, its own policy did not do just what was recorded: the broker, or when its "
        "answers came, was not as it is here.\n";
  return text + caveat_text(notice);
}

std::string what_if_json(const WhatIf& what_if, const Instruments& instruments,
                         const std::string& notice) {
  const auto& plan = what_if.recorded->plan;
  std::string out;
  JsonWriter w(out);
  w.begin_object();
  w.field("order_id", plan.order_id);
  w.field("symbol", symbol_of(instruments, plan.instrument));
  w.field("side", plan.side);
  w.field("quantity", plan.quantity);
  w.field("planned_at", plan.at);
  w.key("own");
  write_outcome(w, plan, what_if.own);
  w.key("other");
  write_outcome(w, plan, what_if.other);
  w.field("difference", difference(what_if));
  w.field("is_own_as_recorded", is_as_recorded(*what_if.recorded, what_if.own));
  w.field("notice", notice);
  w.field("caveat", caveat);
  w.end_object();
  return out + '\n';
}

}  // namespace fillwright
