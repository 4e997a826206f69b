// Reads the newest committed cursor of a journal out of the topic of cursors.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <tl/expected.hpp>

#include "adapters/kafka/kafka_settings.hpp"
#include "adapters/kafka/relay_target.hpp"

namespace fillwright {

// A cursor's key in its topic.
std::string cursor_key(std::uint64_t log_id);

// Reads up to the topic's end as it is now, and waits (as long as a transaction may last) for
// transactions of other journals that are open there. `is_stopping` ends the wait.
tl::expected<std::optional<Cursor>, RelayFault> read_cursor_of(
    const KafkaSettings& settings, std::uint64_t log_id,
    const std::function<bool()>& is_stopping = nullptr);

}  // namespace fillwright
