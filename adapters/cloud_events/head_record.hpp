// A signed head of the journal as a CloudEvent: what was published up to it is vouched for by
// whoever holds the key.
#pragma once

#include "actors/journal/signed_head.hpp"
#include "adapters/cloud_events/out_record.hpp"

namespace fillwright {

// Key and subject are the log id. The data is the head's line of the heads file, character by
// character: what was signed can be checked from it.
void write_head(const CloudEventSettings& settings, const SignedHead& head, OutRecord& out);

}  // namespace fillwright
