// libFuzzer target: any bytes as an event of any type. The first two bytes choose the type.
#include <cstdlib>

#include "events/json.hpp"

namespace {

using namespace fillwright;

void require(bool is_true) {
  if (!is_true) std::abort();
}

void try_decode(TypeId type, std::string_view bytes) {
  const auto event = decode_event(type, bytes);
  if (!event) return;
  require(type_of(*event) == type);
  require(!event_json(*event).empty());
  // What decodes has one canonical form, never longer than what it came from.
  const auto canonical = encode_event(*event);
  require(canonical.size() <= bytes.size());
  require(decode_event(type, canonical) == event);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const auto number = static_cast<TypeId>(data[0] | data[1] << 8);
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 2, size - 2);
  try_decode(number, bytes);
  const auto types = fillwright::all_types();
  try_decode(types[number % types.size()], bytes);
  return 0;
}
