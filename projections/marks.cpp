#include "projections/marks.hpp"

#include "projections/instrument_table.hpp"

namespace fillwright {
namespace {

// The quote that an event recorded, and of which instrument when the event says so itself.
struct Seen {
  const Quote* quote = nullptr;
  InstrumentId instrument;
};
Seen seen(const PriceStepped& event) { return {&event.quote, {}}; }
Seen seen(const StepHeld& event) { return {event.quote ? &*event.quote : nullptr, {}}; }
Seen seen(const OrderFilled& event) { return {event.quote ? &*event.quote : nullptr, {}}; }
Seen seen(const SizeChosen& event) { return {&event.quote, {}}; }
Seen seen(const ExitTriggered& event) { return {&event.quote, {}}; }
Seen seen(const StopMoved& event) { return {&event.quote, {}}; }
Seen seen(const ExposureReserved& event) { return {&event.quote, event.instrument}; }
template <class Other>
Seen seen(const Other&) {
  return {};
}

}  // namespace

void Marks::note(InstrumentId instrument, const Quote& quote) {
  if (instrument.number == 0 || instrument.number > InstrumentTable::highest_number) return;
  if (quote.time.ns == 0 || !is_usable(quote)) return;
  if (instrument.number >= newest_.size()) newest_.resize(instrument.number + 1);
  auto& newest = newest_[instrument.number];
  if (quote.time >= newest.time) newest = quote;
}

void Marks::apply(const EventMeta& meta, const AnyEvent& event) {
  if (!take_seq(*this, meta)) return;
  const auto remember = [&](InstrumentId instrument) {
    if (meta.stream >= instrument_of_stream_.size()) instrument_of_stream_.resize(meta.stream + 1);
    instrument_of_stream_[meta.stream] = instrument;
  };
  if (const auto* plan = std::get_if<OrderPlanned>(&event)) remember(plan->instrument);
  if (const auto* started = std::get_if<WorkflowStarted>(&event)) remember(started->instrument);
  auto [quote, instrument] = std::visit([](const auto& what) { return seen(what); }, event);
  if (!quote) return;
  if (instrument.number == 0 && meta.stream < instrument_of_stream_.size())
    instrument = instrument_of_stream_[meta.stream];
  note(instrument, *quote);
}

const Quote* Marks::find(InstrumentId instrument) const {
  if (instrument.number >= newest_.size() || newest_[instrument.number].time.ns == 0)
    return nullptr;
  return &newest_[instrument.number];
}

}  // namespace fillwright
