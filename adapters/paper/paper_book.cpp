// The book as the fold of its lines: instruments, orders, positions, cash. What it accepts is in
// paper_checks.cpp, how it matches in paper_matching.cpp, brackets are in paper_brackets.cpp.
#include "adapters/paper/paper_book.hpp"

#include <algorithm>
#include <iterator>

#include "adapters/paper/broker_ids.hpp"

namespace fillwright {
namespace {

__extension__ using Wide = __int128;  // products of two 64-bit numbers

}  // namespace

PaperBook::PaperBook(const Instruments& instruments, PaperSettings settings)
    : instruments_(&instruments), settings_(settings), cash_(settings.starting_cash) {}

std::optional<std::uint32_t> PaperBook::number_of(InstrumentId id) {
  if (id.number < by_id_.size() && by_id_[id.number] != 0) return by_id_[id.number] - 1;
  const auto* defined = instruments_->find(id);
  if (!defined) return std::nullopt;
  if (const auto known = find_rebuilt(*defined)) return known;
  return add(*defined);
}

// What the log had named before this process knew its number.
std::optional<std::uint32_t> PaperBook::find_rebuilt(const InstrumentDefined& defined) {
  const auto known = by_symbol_.find(defined.symbol);
  if (known == by_symbol_.end()) return std::nullopt;
  for (const auto& leg : defined.legs)
    if (const auto* leg_defined = instruments_->find(leg.instrument)) find_rebuilt(*leg_defined);
  bind(known->second, defined.instrument);
  return known->second;
}

void PaperBook::bind(std::uint32_t place, InstrumentId id) {
  if (held_[place].id.number == 0) --unbound_;
  held_[place].id = id;
  if (id.number >= by_id_.size()) by_id_.resize(id.number + 1, 0);
  by_id_[id.number] = place + 1;
}

// Nothing when a leg is not defined.
std::optional<std::uint32_t> PaperBook::add(const InstrumentDefined& defined) {
  BookInstrument line{defined.symbol, defined.asset_class, defined.multiplier, {}};
  for (const auto& leg : defined.legs) {
    if (!number_of(leg.instrument)) return std::nullopt;
    line.legs.push_back({instruments_->find(leg.instrument)->symbol, leg.side, leg.ratio});
  }
  if (write_) write_(line);
  const auto place = *add(line);
  bind(place, defined.instrument);
  return place;
}

// Nothing when a leg has not been named before.
std::optional<std::uint32_t> PaperBook::add(const BookInstrument& instrument) {
  Held held;
  held.symbol = instrument.symbol;
  held.asset_class = instrument.asset_class;
  held.multiplier = instrument.multiplier;
  const auto place = static_cast<std::uint32_t>(held_.size());
  for (const auto& leg : instrument.legs) {
    const auto known = by_symbol_.find(leg.symbol);
    if (known == by_symbol_.end()) return std::nullopt;
    held.legs.push_back({known->second, leg.side, leg.ratio});
  }
  for (const auto& leg : held.legs) held_[leg.instrument].spreads.push_back(place);
  by_symbol_.emplace(held.symbol, place);
  held_.push_back(std::move(held));
  ++unbound_;
  return place;
}

std::vector<PaperBook::Leg> PaperBook::legs_of(std::uint32_t instrument) const {
  const auto& legs = held_[instrument].legs;
  return legs.empty() ? std::vector<Leg>{{instrument, Side::buy, 1}} : legs;
}

std::uint64_t PaperBook::order_number(const std::string& client_order_id) const {
  const auto* seen = seen_.find(client_order_id);
  return seen ? seen->order : 0;
}

const PaperOrder* PaperBook::find_working(const std::string& client_order_id) const {
  return orders_.find_working(order_number(client_order_id));
}

PaperOrder* PaperBook::find_working_by_broker_id(std::string_view broker_order_id) {
  return orders_.find_working(number_of_id('B', broker_order_id));
}

// Adds or takes away what a working order's rest binds: cash, and positions that it would close.
void PaperBook::count(PaperOrder& order, bool is_added) {
  const std::int64_t direction = is_added ? 1 : -1;
  const auto& held = held_[order.instrument];
  if (is_added)
    order.reserved =
        cost_of(order.type, order.limit, order.remaining(), order.side, order.effect, held)
            .value_or(Money{});
  reserved_ += order.reserved * direction;
  if (!is_added) order.reserved = {};
  if (order.effect != Effect::close || order.parent != 0) return;
  for (const auto& leg : legs_of(order.instrument)) {
    const auto side = order.side == Side::buy ? leg.side : opposite(leg.side);
    held_[leg.instrument].closing(side) += order.remaining() * leg.ratio * direction;
  }
}

PaperOrder& PaperBook::add_order(std::uint32_t instrument, const std::string& order_id, Side side,
                                 Effect effect) {
  auto& order = orders_.add();
  order.instrument = instrument;
  order.order_id = order_id;
  order.side = side;
  order.effect = effect;
  return order;
}

void PaperBook::accept(const BrokerRequest& request, std::optional<std::uint32_t> instrument,
                       const BrokerAnswer& answer) {
  const auto now = answer.at;
  auto* const target = request.kind == AttemptKind::submit
                           ? nullptr
                           : orders_.find_working(order_number(request.replaces));
  if (request.kind == AttemptKind::cancel) {
    seen_.find(request.client_order_id)->order = static_cast<std::uint32_t>(target->number);
    end(*target, BrokerOrderState::cancelled, "cancelled as requested", now);
    return settle_brackets();
  }
  auto* order = target;
  if (!target) {
    order = &add_order(*instrument, request.order_id, request.side, request.effect);
  } else if (answer.broker_order_id != broker_order_id(target->number)) {  // linked
    end(*target, BrokerOrderState::cancelled, "replaced by " + request.client_order_id, now);
    order = &add_order(target->instrument, target->order_id, target->side, target->effect);
    order->replaces = request.replaces;
    order->parent = target->parent;
    if (order->parent != 0) orders_.at(order->parent).children.push_back(order->number);
  } else {
    count(*order, false);
    leave(*order);
  }
  order->priority = ++priority_;
  order->client_order_ids.push_back(request.client_order_id);
  order->type = request.type;
  order->limit = request.type == OrderType::market ? Price{} : request.limit;
  order->quantity = request.quantity;
  order->time_in_force = request.time_in_force;
  order->arrived = order->at = now;
  order->touched = {};
  count(*order, true);
  enter(*order);
  seen_.find(request.client_order_id)->order = static_cast<std::uint32_t>(order->number);
  for (const auto& child : request.children) add_child(*order, child, now);
  if (!request.children.empty()) brackets_.push_back(order->number);
}

void PaperBook::enter(PaperOrder& order) {
  auto& held = held_[order.instrument];
  if (order.is_waiting_stop())
    held.stops.push_back(order.number);
  else
    held.queue(order.side).insert(order);
}

void PaperBook::leave(PaperOrder& order) {
  auto& held = held_[order.instrument];
  if (order.is_waiting_stop())
    std::erase(held.stops, order.number);
  else
    held.queue(order.side).erase(order);
}

void PaperBook::end(PaperOrder& order, BrokerOrderState state, const std::string& reason,
                    Timestamp now) {
  count(order, false);
  leave(order);
  orders_.end(order, state);
  order.reason = reason;
  order.at = now;
  auto shown = PaperOrders::shown_of(order);
  set_instrument(shown);
  news_.emplace_back(std::move(shown));
}

void PaperBook::end_of_day(Timestamp now) {
  for (const auto number : orders_.working()) {
    auto& order = orders_.at(number);
    // What its bracket's end has ended works no more.
    if (!order.is_working() || order.time_in_force != TimeInForce::day) continue;
    const BookEnd line{now, broker_order_id(order.number), BrokerOrderState::expired,
                       "the session is over"};
    if (write_) write_(line);
    end(order, line.state, line.reason, now);
    settle_brackets();
  }
  orders_.put_away();
}

void PaperBook::book_cash(Held& held, Side side, Quantity quantity, Price price, Money fees) {
  const auto paid = *notional(price, quantity, held.multiplier) * sign(side);  // signed
  const auto before = held.position.units;
  const auto change = quantity.units * sign(side);
  held.position.units += change;
  cash_ -= fees;
  if (held.asset_class != AssetClass::future) {
    cash_ -= paid;
    return;
  }
  // Of a future only what is closed turns into cash: it takes its share of the cost with it.
  if (before == 0 || (before > 0) == (change > 0)) {
    held.cost += paid;
    return;
  }
  const auto share = [](Money whole, std::int64_t part, std::int64_t of) {
    return Money{static_cast<std::int64_t>(static_cast<Wide>(whole.units) * part / of)};
  };
  const auto closed = std::min(std::abs(before), std::abs(change));
  const auto closed_cost = share(held.cost, closed, std::abs(before));
  const auto closed_paid = share(paid, closed, std::abs(change));
  cash_ -= closed_cost + closed_paid;
  held.cost += paid - closed_paid - closed_cost;
}

// Takes a match into the state; false when it does not fit (a line of the log that lies).
bool PaperBook::take_fill(PaperOrder& order, const BookMatch& fill) {
  const auto& legs = held_[order.instrument].legs;
  if (fill.executions.size() != std::max<std::size_t>(legs.size(), 1)) return false;
  const auto filled =
      fill.executions.back().order_quantity;  // a spread is filled with its last leg
  if (!order.is_working() || filled.units <= 0 || filled > fillable(order)) return false;

  for (const auto& execution : fill.executions) {
    const auto known = by_symbol_.find(execution.symbol);
    if (known == by_symbol_.end() || execution.quantity.units <= 0) return false;
    if (!bounded_notional(execution.price, execution.quantity, held_[known->second].multiplier))
      return false;
  }

  count(order, false);
  for (const auto& execution : fill.executions) {
    const auto known = by_symbol_.find(execution.symbol);
    auto& held = held_[known->second];
    book_cash(held, execution.side, execution.quantity, execution.price, execution.fees);
    executions_ = std::max(executions_, number_of_id('P', execution.execution_id));
    BrokerFill shown{execution.execution_id,   fill.client_order_id,
                     order.order_id,           {known->second},
                     execution.side,           execution.quantity,
                     execution.order_quantity, execution.price,
                     execution.fees,           fill.at};
    fills_.add(shown);
    shown.instrument = id_of(held);
    news_.emplace_back(std::move(shown));
  }
  order.filled += filled;
  order.at = fill.at;
  for (const auto child : order.children) orders_.at(child).arrived = fill.at;
  if (order.remaining().is_zero()) {
    leave(order);
    orders_.end(order, BrokerOrderState::filled);
  } else {
    count(order, true);
  }
  return true;
}

std::string PaperBook::replay(const BookLine& line) {
  struct Replay {
    PaperBook& book;
    std::string operator()(const BookOpened& opened) const {
      if (opened.version != 1) return "version " + std::to_string(opened.version) + " is too new";
      book.cash_ = opened.starting_cash;
      return {};
    }
    std::string operator()(const BookInstrument& instrument) const {
      if (book.by_symbol_.contains(instrument.symbol)) return "the instrument is named twice";
      return book.add(instrument) ? "" : "a leg was not named before";
    }
    std::string operator()(const BookMessage& message) const {
      return book.replay_message(message);
    }
    std::string operator()(const BookReply& reply) const { return book.replay_reply(reply); }
    std::string operator()(const BookMatch& fill) const {
      auto* order = book.find_working_by_broker_id(fill.broker_order_id);
      if (!order) return "no working order " + fill.broker_order_id;
      if (!book.take_fill(*order, fill)) return "the fill does not fit its order";
      book.settle_brackets();
      return {};
    }
    std::string operator()(const BookTrigger& trigger) const {
      auto* order = book.find_working_by_broker_id(trigger.broker_order_id);
      return order && book.trigger(*order) ? "" : "no waiting stop " + trigger.broker_order_id;
    }
    std::string operator()(const BookEnd& end) const {
      auto* order = book.find_working_by_broker_id(end.broker_order_id);
      if (!order) return "no working order " + end.broker_order_id;
      book.end(*order, end.state, end.reason, end.at);
      book.settle_brackets();
      return {};
    }
  };
  auto wrong = std::visit(Replay{*this}, line);
  news_.clear();
  orders_.put_away();
  return wrong;
}

InstrumentId PaperBook::id_of(const Held& held) const {
  if (held.id.number != 0) return held.id;
  const auto* defined = instruments_->find(held.symbol);
  return defined ? defined->instrument : InstrumentId{};
}

// From the book's number of it to ours, which may have become known since.
void PaperBook::set_instrument(BrokerOrder& order) const {
  order.instrument = id_of(held_[order.instrument.number]);
}

BrokerBooks PaperBook::books(Timestamp since, Timestamp now) const {
  BrokerBooks books;
  // By number, whichever ended first.
  books.orders.resize(orders_.count());
  orders_.visit([&](BrokerOrder& order) {
    if (order.state != BrokerOrderState::working && order.at < since) return;
    set_instrument(order);
    const auto number = number_of_id('B', order.broker_order_id);
    books.orders[number - 1] = std::move(order);
  });
  std::erase_if(books.orders,
                [](const BrokerOrder& place) { return place.broker_order_id.empty(); });
  std::copy_if(rejected_.begin(), rejected_.end(), std::back_inserter(books.orders),
               [&](const BrokerOrder& order) { return order.at >= since; });
  fills_.visit([&](BrokerFill& fill) {
    if (fill.at < since) return;
    fill.instrument = id_of(held_[fill.instrument.number]);
    books.fills.push_back(std::move(fill));
  });
  for (const auto& [symbol, place] : by_symbol_)
    if (!held_[place].position.is_zero())
      books.positions.push_back({id_of(held_[place]), held_[place].position});
  books.cash = cash_;
  books.at = now;
  return books;
}

}  // namespace fillwright
