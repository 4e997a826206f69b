// The data of a journal event as it may leave the house.
#pragma once

#include "adapters/cloud_events/export_filter.hpp"
#include "events/all_events.hpp"
#include "events/json_writer.hpp"

namespace fillwright {

void write_event_data(JsonWriter& w, ExportFilter& filter, const AnyEvent& event);
// Whether the event itself says that it is of a dry run.
bool tells_dry_run(const AnyEvent& event);

}  // namespace fillwright
