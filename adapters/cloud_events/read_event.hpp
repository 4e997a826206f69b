// CloudEvents as ours read back: the other half of CloudEventWriter.
#pragma once

#include <string>
#include <tl/expected.hpp>

#include "actors/ports/event_feed.hpp"
#include "adapters/cloud_events/out_record.hpp"

namespace fillwright {

// In structured or binary mode, as the record's content type says. What was masked or hashed stays
// so. An event of a type that this version does not know is read without its data. The error says
// which attribute or field is missing or cannot be read.
tl::expected<FedEvent, std::string> read_event(const OutRecord& record);

}  // namespace fillwright
