#include "actors/quote_board.hpp"

#include <algorithm>

namespace fillwright {
namespace {

bool is_same_market(const Quote& left, const Quote& right) {
  return left.bid == right.bid && left.ask == right.ask && left.bid_size == right.bid_size &&
         left.ask_size == right.ask_size;
}

bool asks_for_anything(const Interest& interest) {
  return interest.on_any_change || interest.bid_at_least || interest.bid_at_most ||
         interest.ask_at_least || interest.ask_at_most;
}

}  // namespace

QuoteBoard::Slot& QuoteBoard::slot(InstrumentId instrument) {
  if (instrument.number >= slots_.size()) slots_.resize(instrument.number + 1);
  auto& found = slots_[instrument.number];
  if (!found) found = std::make_unique<Slot>();
  return *found;
}

std::optional<Quote> QuoteBoard::net_of(const InstrumentDefined& spread) const {
  return net_quote(spread.legs, [this](InstrumentId leg) { return find_quote(leg); });
}

std::optional<Quote> QuoteBoard::latest(InstrumentId instrument) const {
  if (const auto* quote = find_quote(instrument)) return *quote;
  const auto* defined = instruments_->find(instrument);
  if (defined && !defined->legs.empty()) return net_of(*defined);
  return std::nullopt;
}

void QuoteBoard::set(const Address& owner, const Interest& interest) {
  remove(owner, interest.name);
  if (!asks_for_anything(interest)) return;

  std::uint32_t place = static_cast<std::uint32_t>(armed_.size());
  if (free_.empty()) {
    armed_.emplace_back();
  } else {
    place = free_.back();
    free_.pop_back();
  }
  armed_[place] = {owner, interest, ++order_};
  by_owner_[owner].push_back(place);
  ++armed_count_;

  auto& watched = slot(interest.instrument);
  auto& triggers = watched.triggers;
  if (interest.on_any_change) triggers.any_change.insert(place);
  if (interest.bid_at_least) triggers.bid_at_least.insert({interest.bid_at_least->units, place});
  if (interest.bid_at_most) triggers.bid_at_most.insert({interest.bid_at_most->units, place});
  if (interest.ask_at_least) triggers.ask_at_least.insert({interest.ask_at_least->units, place});
  if (interest.ask_at_most) triggers.ask_at_most.insert({interest.ask_at_most->units, place});

  const auto* defined = instruments_->find(interest.instrument);
  if (!defined || defined->legs.empty()) return;
  watched.last_net = net_of(*defined);
  for (const auto& leg : defined->legs) {
    auto& spreads = slot(leg.instrument).spreads;
    if (std::find(spreads.begin(), spreads.end(), interest.instrument) == spreads.end())
      spreads.push_back(interest.instrument);
  }
}

void QuoteBoard::clear(const Address& owner) {
  const auto found = by_owner_.find(owner);
  if (found == by_owner_.end()) return;
  const auto places = found->second;
  for (const auto place : places) disarm(place);
}

void QuoteBoard::remove(const Address& owner, const std::string& name) {
  const auto found = by_owner_.find(owner);
  if (found == by_owner_.end()) return;
  for (const auto place : found->second)
    if (armed_[place].interest.name == name) return disarm(place);
}

void QuoteBoard::disarm(std::uint32_t place) {
  auto& [owner, interest, order] = armed_[place];
  auto& triggers = slot(interest.instrument).triggers;
  triggers.any_change.erase(place);
  if (interest.bid_at_least) triggers.bid_at_least.erase({interest.bid_at_least->units, place});
  if (interest.bid_at_most) triggers.bid_at_most.erase({interest.bid_at_most->units, place});
  if (interest.ask_at_least) triggers.ask_at_least.erase({interest.ask_at_least->units, place});
  if (interest.ask_at_most) triggers.ask_at_most.erase({interest.ask_at_most->units, place});
  const auto found = by_owner_.find(owner);
  std::erase(found->second, place);
  if (found->second.empty()) by_owner_.erase(found);
  order = 0;
  free_.push_back(place);
  --armed_count_;
}

void QuoteBoard::collect(const Triggers& triggers, const Quote& quote, bool is_changed,
                         std::vector<std::uint32_t>& hit) {
  const auto collect_up_to = [&](const std::set<Level>& levels, Price price) {
    for (auto at = levels.begin(); at != levels.end() && at->first <= price.units; ++at)
      hit.push_back(at->second);
  };
  const auto collect_down_to = [&](const std::set<Level>& levels, Price price) {
    for (auto at = levels.rbegin(); at != levels.rend() && at->first >= price.units; ++at)
      hit.push_back(at->second);
  };
  if (is_changed) hit.insert(hit.end(), triggers.any_change.begin(), triggers.any_change.end());
  if (has_bid(quote)) {
    collect_up_to(triggers.bid_at_least, quote.bid);
    collect_down_to(triggers.bid_at_most, quote.bid);
  }
  if (has_ask(quote)) {
    collect_up_to(triggers.ask_at_least, quote.ask);
    collect_down_to(triggers.ask_at_most, quote.ask);
  }
}

void QuoteBoard::on_quote(InstrumentId instrument, const Quote& quote, const Wake& wake) {
  if (instrument.number >= quotes_.size()) quotes_.resize(instrument.number + 1);
  auto& latest = quotes_[instrument.number];
  if (quote.time < latest.time) return;
  const bool is_changed = latest.time.ns == 0 || !is_same_market(latest, quote);
  latest = quote;

  const auto* watched = find_slot(instrument);
  if (!watched) return;
  std::vector<std::uint32_t> hit;
  collect(watched->triggers, quote, is_changed, hit);
  for (const auto spread : watched->spreads) {
    auto& spread_slot = slot(spread);
    if (spread_slot.triggers.is_empty()) continue;
    const auto net = net_of(*instruments_->find(spread));
    if (!net) continue;
    const bool is_net_changed =
        !spread_slot.last_net || !is_same_market(*spread_slot.last_net, *net);
    spread_slot.last_net = net;
    collect(spread_slot.triggers, *net, is_net_changed, hit);
  }
  if (hit.empty()) return;

  // An interest may have been reached by several of its levels.
  const auto by_order = [this](auto left, auto right) {
    return armed_[left].order < armed_[right].order;
  };
  std::sort(hit.begin(), hit.end(), by_order);
  hit.erase(std::unique(hit.begin(), hit.end()), hit.end());
  std::vector<std::pair<Address, std::string>> woken;
  woken.reserve(hit.size());
  for (const auto place : hit) {
    woken.emplace_back(armed_[place].owner, armed_[place].interest.name);
    if (!armed_[place].interest.on_any_change) disarm(place);
  }
  for (const auto& [owner, name] : woken) wake(owner, name);
}

}  // namespace fillwright
