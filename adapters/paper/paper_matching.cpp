// How the paper broker matches; see paper_book.hpp.
#include <algorithm>

#include "actors/net_quote.hpp"
#include "adapters/paper/broker_ids.hpp"
#include "adapters/paper/paper_book.hpp"

namespace fillwright {
namespace {

__extension__ using Wide = __int128;  // products of two 64-bit numbers

// Price of the far side: what fills us at once.
Price far_price(const Quote& quote, Side side) { return side == Side::buy ? quote.ask : quote.bid; }
Quantity far_size(const Quote& quote, Side side) {
  return side == Side::buy ? quote.ask_size : quote.bid_size;
}
Quantity whole_part(Quantity quantity) {
  return {std::max<std::int64_t>(quantity.units, 0) / Quantity::one * Quantity::one};
}

}  // namespace

void PaperBook::on_quote(InstrumentId instrument, const Quote& quote) {
  if (instrument.number >= quotes_.size()) quotes_.resize(instrument.number + 1);
  auto& latest = quotes_[instrument.number];
  if (quote.time < latest.time) return;
  latest = quote;
  if (instrument.number >= by_id_.size() || by_id_[instrument.number] == 0) {
    if (unbound_ == 0) return;
    const auto* defined = instruments_->find(instrument);
    if (!defined || !find_rebuilt(*defined)) return;
  }
  auto& held = held_[by_id_[instrument.number] - 1];
  match(held, quote, quote.time);
  for (const auto place : held.spreads) {
    auto& spread = held_[place];
    if (spread.buys.is_empty() && spread.sells.is_empty()) continue;
    if (const auto net = net_of(spread)) match(spread, *net, quote.time);
  }
  orders_.put_away();
}

std::optional<Quote> PaperBook::net_of(const Held& spread) const {
  std::vector<InstrumentLeg> legs;
  for (const auto& leg : spread.legs)
    legs.push_back({held_[leg.instrument].id, leg.side, leg.ratio});
  return net_quote(legs, [this](InstrumentId id) { return last_quote(id); });
}

bool PaperBook::fills_at_mid(const Held& held) const {
  if (!settings_.options_fill_at_mid) return false;
  if (held.legs.empty()) return held.asset_class == AssetClass::option;
  return std::all_of(held.legs.begin(), held.legs.end(), [this](const Leg& leg) {
    return held_[leg.instrument].asset_class == AssetClass::option;
  });
}

void PaperBook::match(Held& held, const Quote& quote, Timestamp time) {
  if (held.buys.is_empty() && held.sells.is_empty() && held.stops.empty()) return;
  if (is_crossed(quote)) return;
  trigger_stops(held, quote, time);
  for (const auto side : {Side::buy, Side::sell}) {
    match_side(held, side, quote, time);
    if (settings_.fills_when_touched_and_back) match_touched(held, side, quote, time);
  }
  if (!brackets_.empty()) settle_brackets();
}

bool PaperBook::trigger(PaperOrder& order) {
  if (!order.is_working() || !order.is_waiting_stop()) return false;
  leave(order);
  order.is_triggered = true;
  enter(order);
  return true;
}

void PaperBook::trigger_stops(Held& held, const Quote& quote, Timestamp time) {
  const auto waiting = held.stops;  // a copy, because triggering changes them
  for (const auto number : waiting) {
    auto& stop = orders_.at(number);
    if (stop.arrived >= time || fillable(stop).units <= 0) continue;
    if (far_size(quote, stop.side).units <= 0) continue;
    if ((far_price(quote, stop.side) - stop.limit).units * sign(stop.side) < 0) continue;
    if (write_) write_(BookTrigger{time, broker_order_id(stop.number)});
    trigger(stop);
  }
}

void PaperBook::match_side(Held& held, Side side, const Quote& quote, Timestamp time) {
  auto size = far_size(quote, side);
  if (held.asset_class != AssetClass::stock) size = whole_part(size);
  if (size.units <= 0) return;
  const bool is_at_mid = fills_at_mid(held) && has_bid(quote) && has_ask(quote);
  const auto limit_fill = is_at_mid ? mid(quote) : far_price(quote, side);
  const auto rank = OrderQueue::rank_of(side, limit_fill);
  auto& queue = held.queue(side);
  if (!queue.is_reached(rank)) return;

  for (auto at = queue.begin(); at != queue.end() && at->rank <= rank && size.units > 0;) {
    auto& order = *at->order;
    ++at;  // a filled order leaves the queue
    if (order.arrived >= time) continue;
    const auto quantity = std::min(fillable(order), size);
    if (quantity.units <= 0) continue;  // its entry has not filled
    const auto price = order.is_at_market() ? far_price(quote, side) : limit_fill;
    if (fill(order, quantity, price, time)) size -= quantity;
  }
}

// The near side reached the order's price, and then moved back through it: somebody traded there.
void PaperBook::match_touched(Held& held, Side side, const Quote& quote, Timestamp time) {
  const auto near_size = far_size(quote, opposite(side));
  if (near_size.units <= 0) return;
  const auto near_rank = OrderQueue::rank_of(side, far_price(quote, opposite(side)));
  auto& queue = held.queue(side);
  for (auto at = queue.begin(); at != queue.end();) {
    const auto order_rank = at->rank;
    auto& order = *at->order;
    ++at;
    if (order.is_at_market() || order.arrived >= time || fillable(order).units <= 0) continue;
    if (near_rank <= order_rank) {
      order.touched = held.asset_class == AssetClass::stock ? near_size : whole_part(near_size);
    } else if (const auto touched = std::exchange(order.touched, {}); touched.units > 0) {
      fill(order, std::min(fillable(order), touched), order.limit, time);
    }
  }
}

// Prices of the legs that add up to `net` when the spread is traded on `side`: each leg's far side,
// and where the net is better for us, one leg carries the difference (rounded in our favour where
// its ratio does not divide it).
std::vector<Price> PaperBook::leg_prices(const Held& held, Side side, Price net) const {
  std::vector<Price> prices;
  std::int64_t sum = 0;
  std::size_t carrier = 0;
  for (std::size_t i = 0; i < held.legs.size(); ++i) {
    const auto& leg = held.legs[i];
    const auto leg_side = side == Side::buy ? leg.side : opposite(leg.side);
    prices.push_back(far_price(*last_quote(held_[leg.instrument].id), leg_side));
    sum += prices[i].units * sign(leg.side) * leg.ratio;
    // The dearest of the smallest ratio, so that no price falls below zero.
    const auto& best = held.legs[carrier];
    if (leg.ratio < best.ratio || (leg.ratio == best.ratio && prices[i] > prices[carrier]))
      carrier = i;
  }
  const auto better = (sum - net.units) * sign(side);  // by how much for us
  const std::int64_t ratio = held.legs[carrier].ratio;
  const auto part = better <= 0 ? 0 : (better + ratio - 1) / ratio;
  const auto carrier_side =
      side == Side::buy ? held.legs[carrier].side : opposite(held.legs[carrier].side);
  prices[carrier].units -= part * sign(carrier_side);
  return prices;
}

Money PaperBook::fees_of(const Held& held, Side side, Quantity quantity, bool is_first) const {
  const auto& fees = held.asset_class == AssetClass::stock    ? settings_.stock_fees
                     : held.asset_class == AssetClass::future ? settings_.future_fees
                                                              : settings_.option_fees;
  auto per_contract = fees.per_contract + fees.exchange_per_contract;
  if (side == Side::sell) per_contract += fees.regulatory_per_contract_sold;
  const auto charged = static_cast<Wide>(per_contract.units) * quantity.units / Quantity::one;
  return Money{static_cast<std::int64_t>(charged)} + (is_first ? fees.per_order : Money{});
}

// False when the amount is beyond what the account can hold: then nothing is matched.
bool PaperBook::fill(PaperOrder& order, Quantity quantity, Price price, Timestamp time) {
  const auto& held = held_[order.instrument];
  const auto prices = held.legs.empty() ? std::vector{price} : leg_prices(held, order.side, price);
  const bool is_first_fill = order.filled.is_zero();
  BookMatch line{time, broker_order_id(order.number), order.client_order_ids.back(), {}};
  const auto legs = legs_of(order.instrument);
  for (std::size_t i = 0; i < legs.size(); ++i) {
    const auto& leg = held_[legs[i].instrument];
    const auto side = order.side == Side::buy ? legs[i].side : opposite(legs[i].side);
    const auto leg_quantity = quantity * legs[i].ratio;
    if (!bounded_notional(prices[i], leg_quantity, leg.multiplier)) return false;
    line.executions.push_back({execution_id(executions_ + i + 1), leg.symbol, side, leg_quantity,
                               i + 1 == legs.size() ? quantity : Quantity{}, prices[i],
                               fees_of(leg, side, leg_quantity, is_first_fill && i == 0)});
  }
  if (write_) write_(line);
  if (!take_fill(order, line)) std::abort();  // it was made to fit
  return true;
}

}  // namespace fillwright
