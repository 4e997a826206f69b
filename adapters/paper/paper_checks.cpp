// What the paper broker accepts, and what it says when it does not; see paper_book.hpp.
#include <algorithm>

#include "actors/domain/pricing/ticks.hpp"
#include "adapters/paper/broker_ids.hpp"
#include "adapters/paper/paper_book.hpp"
#include "events/chance.hpp"

namespace fillwright {
namespace {

constexpr auto largest_cash = Money::whole(4'000'000'000'000);
constexpr std::uint32_t largest_ratio = 100;

}  // namespace

std::optional<Money> bounded_notional(Price price, Quantity quantity, Quantity multiplier) {
  constexpr auto largest = Money::whole(1'000'000'000);
  const auto money = notional(price, quantity, multiplier);
  if (!money || *money > largest || *money < -largest) return std::nullopt;
  return money;
}

// What an order may still cost. Nothing when it is absurdly much.
std::optional<Money> PaperBook::cost_of(OrderType type, Price limit, Quantity quantity, Side side,
                                        Effect effect, const Held& held) const {
  const auto* quote = last_quote(held.id);
  const auto price = type != OrderType::market ? limit : quote ? quote->ask : Price{};
  const auto money = bounded_notional(price, quantity, held.multiplier);
  if (!money) return std::nullopt;
  if (side == Side::sell || effect == Effect::close || held.asset_class == AssetClass::future)
    return Money{};
  return std::max(*money, Money{});
}

std::optional<PaperBook::Refusal> PaperBook::check_terms(const BrokerRequest& request,
                                                         const Held& held) const {
  if (request.quantity.units <= 0 || request.quantity > largest_quantity)
    return Refusal{"bad_quantity", "the quantity must be above zero and at most " +
                                       to_text(largest_quantity) + ", not " +
                                       to_text(request.quantity)};
  if (held.asset_class != AssetClass::stock && request.quantity.units % Quantity::one != 0)
    return Refusal{"bad_quantity",
                   "only stocks trade in fractions, not " + to_text(request.quantity)};
  for (const auto& leg : held.legs)
    if (leg.ratio == 0 || leg.ratio > largest_ratio)
      return Refusal{"bad_spread", "a leg's ratio must be 1 to " + std::to_string(largest_ratio)};
  if (request.type != OrderType::limit) {
    const bool is_allowed =
        held.asset_class == AssetClass::stock || held.asset_class == AssetClass::future ||
        (held.asset_class == AssetClass::option && settings_.can_market_options);
    if (!is_allowed)
      return Refusal{"market_not_allowed", "options and spreads need a limit price here"};
    if (request.type == OrderType::market) return std::nullopt;
  }
  const bool is_signed = held.asset_class == AssetClass::spread;
  if (request.limit > largest_price || request.limit < -largest_price ||
      (!is_signed && request.limit.units <= 0))
    return Refusal{"bad_price", "the limit cannot be " + to_text(request.limit)};
  const auto* defined = instruments_->find(held.symbol);
  if (defined && !is_on_tick(request.limit, defined->ticks))
    return Refusal{"off_tick", to_text(request.limit) + " is not on the tick grid"};
  return std::nullopt;
}

std::optional<PaperBook::Refusal> PaperBook::check_cash(const BrokerRequest& request,
                                                        const Held& held,
                                                        const PaperOrder* replaced) const {
  const auto rest =
      replaced && !is_linked(request) ? request.quantity - replaced->filled : request.quantity;
  const auto side = replaced ? replaced->side : request.side;
  const auto effect = replaced ? replaced->effect : request.effect;
  const auto cost = cost_of(request.type, request.limit, rest, side, effect, held);
  if (!cost || cash_ > largest_cash || cash_ < -largest_cash)
    return Refusal{"too_large", "the order's value is beyond what this account can hold"};
  const auto free = cash_ - reserved_ + (replaced ? replaced->reserved : Money{});
  if (!cost->is_zero() && *cost > free)
    return Refusal{"insufficient_cash",
                   "it may cost " + to_text(*cost) + " and " + to_text(free) + " is free"};
  return std::nullopt;
}

std::optional<PaperBook::Refusal> PaperBook::check_closing(const BrokerRequest& request,
                                                           std::uint32_t instrument,
                                                           const PaperOrder* replaced) const {
  const auto effect = replaced ? replaced->effect : request.effect;
  if (effect != Effect::close) return std::nullopt;
  if (replaced && replaced->parent != 0) {  // it fills no more than its entry, whatever it asks
    const auto& entry = orders_.at(replaced->parent);
    if (request.quantity <= entry.quantity) return std::nullopt;
    return Refusal{"bad_quantity", "its entry was for " + to_text(entry.quantity)};
  }
  const auto order_side = replaced ? replaced->side : request.side;
  const auto rest =
      replaced && !is_linked(request) ? request.quantity - replaced->filled : request.quantity;
  for (const auto& leg : legs_of(instrument)) {
    const auto& held = held_[leg.instrument];
    const auto side = order_side == Side::buy ? leg.side : opposite(leg.side);
    const auto own = replaced ? replaced->remaining() * leg.ratio : Quantity{};
    const auto others = (side == Side::buy ? held.closing_by_buy : held.closing_by_sell) - own +
                        closing_by_brackets(leg.instrument, side);
    const auto closable = std::max(side == Side::sell ? held.position : -held.position, {});
    if (rest * leg.ratio + others > closable)
      return Refusal{"would_open_short",
                     "closing " + to_text(rest * leg.ratio) + " of " + held.symbol +
                         " would turn the position over: " + to_text(held.position) + " held, " +
                         to_text(others) + " being closed by other orders"};
  }
  return std::nullopt;
}

std::optional<PaperBook::Refusal> PaperBook::check_replace(const BrokerRequest& request,
                                                           const PaperOrder& target) const {
  if (!is_linked(request)) {
    if (request.quantity > target.filled) return std::nullopt;
    return Refusal{"bad_quantity", to_text(target.filled) + " has been filled already"};
  }
  if (request.quantity == target.remaining()) return std::nullopt;
  const auto left = to_text(target.remaining()) + " of it is left";
  if (target.filled.units > 0 && request.quantity > target.remaining())
    return Refusal{"replaced_order_filled", "the order to be replaced has filled: " + left};
  return Refusal{"bad_quantity", "a linked replace keeps the quantity: " + left};
}

std::optional<PaperBook::Refusal> PaperBook::check_children(const BrokerRequest& request,
                                                            const Held& held) const {
  if (request.children.empty()) return std::nullopt;
  if (request.kind != AttemptKind::submit || request.effect != Effect::open || !held.legs.empty())
    return Refusal{"bad_bracket", "only an entry of a single instrument brings its exits"};
  for (const auto& child : request.children) {
    if (child.client_order_id.empty() || seen_.contains(child.client_order_id))
      return Refusal{"bad_bracket", "an exit needs a client order id of its own, not \"" +
                                        child.client_order_id + "\""};
    if (child.side == request.side || child.quantity > request.quantity)
      return Refusal{"bad_bracket", "an exit takes back what the entry brings, and no more"};
    if (auto refusal = check_terms(child, held)) return refusal;
  }
  return std::nullopt;
}

PaperBook::Refusal PaperBook::why_not_working(const BrokerRequest& request) const {
  const auto number = order_number(request.replaces);
  if (number == 0) return {"unknown_order", "no order has the id " + request.replaces};
  if (orders_.is_filled(number))
    return {is_linked(request) ? "replaced_order_filled" : "already_filled",
            "all of the order has been filled"};
  return {"not_working", "the order is over"};
}

std::optional<PaperBook::Refusal> PaperBook::check(const BrokerRequest& request,
                                                   std::optional<std::uint32_t> instrument) const {
  if (request.client_order_id.empty())
    return Refusal{"missing_client_order_id", "every message needs an id of its own"};
  const bool is_submit = request.kind == AttemptKind::submit;
  const PaperOrder* target = is_submit ? nullptr : find_working(request.replaces);
  if (!is_submit) {
    if (!target) return why_not_working(request);
    if (request.kind == AttemptKind::cancel) return std::nullopt;
    if (settings_.replace == ReplaceSupport::none)
      return Refusal{"replace_not_supported", "cancel the order and send another"};
    if (target->client_order_ids.back() != request.replaces)
      return Refusal{"already_replaced",
                     "the order's latest id is " + target->client_order_ids.back()};
    instrument = target->instrument;
  }
  if (settings_.refusal_rate.units > 0 &&
      chance(settings_.seed, request.client_order_id) % percent_of_all <
          static_cast<std::uint64_t>(settings_.refusal_rate.units))
    return Refusal{"refused", "refused by chance, as configured"};
  if (!instrument) return Refusal{"unknown_instrument", "the instrument is not known here"};
  const auto& held = held_[*instrument];
  if (auto refusal = check_terms(request, held)) return refusal;
  if (auto refusal = check_children(request, held)) return refusal;
  if (target)
    if (auto refusal = check_replace(request, *target)) return refusal;
  if (auto refusal = check_closing(request, *instrument, target)) return refusal;
  return check_cash(request, held, target);
}

}  // namespace fillwright
