// The questions of replay/ask answered by views: the same answers, from the few events that they
// need. `options.as_of` names an event that the journal has (see replay/ask/as_of.hpp). Errors are
// texts for people, those of damaged views included: whoever asks may then ask the whole journal.
#pragma once

#include "replay/ask/ask.hpp"
#include "replay/views/views.hpp"

namespace fillwright {

Answer explain_by(const Views& views, const std::string& order_id, const AskOptions& options);
// A page (`from` and `limit`), or what `about` names.
Answer orders_by(const Views& views, const AskOptions& options);
Answer refusals_by(const Views& views, const AskOptions& options);
// The first so many (`limit`), or what `about` names.
Answer positions_by(const Views& views, const AskOptions& options);
Answer pnl_by(const Views& views, const AskOptions& options);

}  // namespace fillwright
