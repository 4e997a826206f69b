// Journal events as they are published, for tests.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "adapters/cloud_events/cloud_event.hpp"

namespace fillwright::test {

inline constexpr std::uint64_t log_id = 77;

// An event of a journal; its payload lives as long as the object.
struct Stored {
  explicit Stored(const AnyEvent& event) : bytes(encode_event(event)) {
    recorded.seq = 12;
    recorded.version = 3;
    recorded.type = type_of(event);
    recorded.payload = bytes;
    recorded.event_time = *parse_time("2026-11-20T14:30:00.000000001Z");
    recorded.record_time = *parse_time("2026-11-20T14:30:00.5Z");
    recorded.correlation = 7;
    recorded.causation = 11;
  }
  Stored(const Stored&) = delete;
  Stored& operator=(const Stored&) = delete;

  std::string bytes;
  Recorded recorded;
};

inline OutRecord published(const AnyEvent& event, const CloudEventSettings& settings = {},
                           std::string_view stream = "order/w1-1",
                           std::string_view principal = "policy:discovery") {
  const Stored stored(event);
  OutRecord out;
  CloudEventWriter(settings, log_id).write(stored.recorded, stream, principal, out);
  return out;
}

inline std::optional<std::string> header_of(const OutRecord& record, std::string_view name) {
  for (const auto& [its_name, value] : record.headers)
    if (its_name == name) return value;
  return std::nullopt;
}

}  // namespace fillwright::test
