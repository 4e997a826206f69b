#include "projections/marks.hpp"

#include "projections/instrument_table.hpp"

namespace fillwright {
namespace {

// The quote that an event recorded, and of which instrument when the event says so itself.
struct Recorded {
  const Quote* quote = nullptr;
  InstrumentId instrument;
};
Recorded recorded(const PriceStepped& event) { return {&event.quote, {}}; }
Recorded recorded(const StepHeld& event) { return {event.quote ? &*event.quote : nullptr, {}}; }
Recorded recorded(const OrderFilled& event) { return {event.quote ? &*event.quote : nullptr, {}}; }
Recorded recorded(const SizeChosen& event) { return {&event.quote, {}}; }
Recorded recorded(const ExitTriggered& event) { return {&event.quote, {}}; }
Recorded recorded(const StopMoved& event) { return {&event.quote, {}}; }
Recorded recorded(const ExposureReserved& event) { return {&event.quote, event.instrument}; }
template <class Other>
Recorded recorded(const Other&) {
  return {};
}

}  // namespace

bool is_whole(const Quote& quote) {
  const bool has_bid = !quote.bid.is_zero() || !quote.bid_size.is_zero();
  const bool has_ask = !quote.ask.is_zero() || !quote.ask_size.is_zero();
  return quote.time.ns != 0 && has_bid && has_ask && quote.bid <= quote.ask;
}

std::optional<QuoteFinder::Seen> QuoteFinder::find(const EventMeta& meta, const AnyEvent& event) {
  const auto remember = [&](InstrumentId instrument) {
    if (meta.stream >= instrument_of_stream_.size()) instrument_of_stream_.resize(meta.stream + 1);
    instrument_of_stream_[meta.stream] = instrument;
  };
  if (const auto* plan = std::get_if<OrderPlanned>(&event)) remember(plan->instrument);
  if (const auto* started = std::get_if<WorkflowStarted>(&event)) remember(started->instrument);
  auto [quote, instrument] = std::visit([](const auto& what) { return recorded(what); }, event);
  if (!quote || !is_whole(*quote)) return std::nullopt;
  if (instrument.number == 0 && meta.stream < instrument_of_stream_.size())
    instrument = instrument_of_stream_[meta.stream];
  if (instrument.number == 0 || instrument.number > InstrumentTable::highest_number)
    return std::nullopt;
  return Seen{instrument, *quote};
}

void Marks::apply(const EventMeta& meta, const AnyEvent& event) {
  if (!take_seq(*this, meta)) return;
  if (const auto seen = finder_.find(meta, event)) take(*seen);
}

void Marks::take(const QuoteFinder::Seen& seen) {
  const auto number = seen.instrument.number;
  if (number >= newest_.size()) newest_.resize(number + 1);
  if (seen.quote.time >= newest_[number].time) newest_[number] = seen.quote;
}

const Quote* Marks::find(InstrumentId instrument) const {
  if (instrument.number >= newest_.size() || newest_[instrument.number].time.ns == 0)
    return nullptr;
  return &newest_[instrument.number];
}

void QuoteTrail::apply(const EventMeta& meta, const AnyEvent& event) {
  if (!take_seq(*this, meta)) return;
  const auto seen = finder_.find(meta, event);
  if (seen && seen->instrument == instrument) quotes.push_back(seen->quote);
}

}  // namespace fillwright
