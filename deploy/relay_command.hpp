// `relay`: publishes a journal to Kafka, also while a service writes it; `relay status`: how far
// that is; `kafka ensure`: makes the topics.
#pragma once

#include "deploy/journal_place.hpp"

namespace fillwright {

// Each returns the process's exit code.
int run_relay(const JournalPlace& place);
int print_relay_status(const JournalPlace& place, bool is_json);
int ensure_kafka(const std::string& config, bool is_json);

}  // namespace fillwright
