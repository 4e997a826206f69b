// Prints an event of each type as a line of a structured CloudEvent: once with something in every
// field, once with every field at its default.
#include <iostream>

#include "tests/adapters/cloud_events/written.hpp"
#include "tests/support/sample_events.hpp"

int main() {
  using namespace fillwright;
  for (const auto type : all_types())
    for (const auto& event : {testing::filled_event(type), decode_event(type, "").value()})
      std::cout << test::published(event).value << '\n';
  return std::cout.flush() ? 0 : 1;
}
