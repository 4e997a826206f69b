// One event of the journal as a CloudEvent 1.0 in JSON, as a record with key, value and headers.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "actors/ports/journal.hpp"

namespace fillwright {

struct CloudEventSettings {
  std::string source;
  bool is_binary = false;
  std::string author_key;  // empty: ids as they are
  std::string schema_base;
  bool is_dry_run = false;
};

struct OutRecord {
  std::string key;
  std::string value;
  std::vector<std::pair<std::string, std::string>> headers;
};

// Threads: one.
class CloudEventWriter {
 public:
  CloudEventWriter(CloudEventSettings settings, std::uint64_t log_id);
  // One journal event as one record; `out` is reused: cleared, its capacity kept.
  void write(const Recorded& event, std::string_view stream, std::string_view principal,
             OutRecord& out);

 private:
  CloudEventSettings settings_;
  std::string log_id_;
};

}  // namespace fillwright
