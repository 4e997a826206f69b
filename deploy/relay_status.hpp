// What a relay tells of itself in a file beside the journal, for `relay status`: how far it is, and
// its counters. Kafka alone says what is published.
#pragma once

#include <optional>
#include <string>

#include "adapters/kafka/relay.hpp"

namespace fillwright {

enum class RelayState : std::uint8_t { publishing = 1, waiting = 2, stopped = 3, failed = 4 };
FILLWRIGHT_ENUM(RelayState, publishing, waiting, stopped, failed)

struct RelayStatus {
  RelayState state = RelayState::waiting;
  std::uint64_t process_id = 0;
  std::string owner;
  Timestamp updated;
  std::optional<Seq> published;  // nothing: Kafka has not told yet
  Seq durable = 0;
  std::string problem;
  RelayCounters counters;
};

// JOURNAL.relay, beside the journal's folder.
std::string relay_status_file(const std::string& journal);
// Puts it in the file's place at one stroke; a failure is nobody's trouble but the status's.
void write_relay_status(const std::string& file, const RelayStatus& status);
// Nothing when there is none, or it cannot be read.
std::optional<RelayStatus> read_relay_status(const std::string& file);
std::string relay_status_json(const RelayStatus& status);

}  // namespace fillwright
