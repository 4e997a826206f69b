// From a reading to the instrument it calls: every gap filled by a rule that is configured, or
// refused.
#pragma once

#include <tl/expected.hpp>
#include <vector>

#include "actors/domain/alert/parse_alert.hpp"
#include "actors/domain/calendar/market_calendar.hpp"
#include "actors/domain/settings.hpp"
#include "events/instrument_events.hpp"

namespace fillwright {

struct ResolvedCall {
  InstrumentDefined instrument;         // without a number
  std::vector<InstrumentDefined> legs;  // of a spread, in its order, without numbers
  Reading reading;                      // with what was filled in
  std::string completed_by;
};

// REQUIRES: an opening call.
tl::expected<ResolvedCall, AlertRefusal> resolve_call(const Reading& reading,
                                                      const ChannelRule& rule,
                                                      const AlertSettings& alerts,
                                                      const MarketCalendar& calendar,
                                                      Timestamp now);

}  // namespace fillwright
