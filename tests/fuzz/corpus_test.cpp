// Runs the fuzz target in the normal suite: over what fuzzing found worth keeping, and over damaged
// golden bytes.
#include <catch2/catch.hpp>
#include <fstream>
#include <vector>

#include "tests/support/places.hpp"
#include "tests/support/sample_events.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

using namespace fillwright;

namespace {

// Aborts when the target finds something; the copy has no spare byte that would hide a read beyond.
void run(std::string_view input) {
  const std::vector<std::uint8_t> exact(input.begin(), input.end());
  REQUIRE(LLVMFuzzerTestOneInput(exact.data(), exact.size()) == 0);
}

std::string input_of(TypeId type) {
  const auto low = static_cast<char>(type & 0xFF), high = static_cast<char>(type >> 8);
  return std::string{low, high} + encode_event(testing::filled_event(type));
}

}  // namespace

TEST_CASE("inputs that fuzzing kept are decoded or refused", "[fuzz]") {
  std::ifstream file(fillwright::test::source_folder() + "/tests/fuzz/corpus/decode.hex");
  std::size_t count = 0;
  for (std::string line; std::getline(file, line); ++count) {
    INFO(line);
    std::string input;
    for (std::size_t i = 0; i + 1 < line.size(); i += 2)
      input += static_cast<char>(std::stoi(line.substr(i, 2), nullptr, 16));
    run(input);
  }
  CHECK(count > 0);
}

TEST_CASE("events cut anywhere are decoded or refused", "[fuzz]") {
  for (const auto type : all_types()) {
    const auto input = input_of(type);
    for (std::size_t size = 0; size <= input.size(); ++size) run(input.substr(0, size));
  }
}

TEST_CASE("events with a byte changed are decoded or refused", "[fuzz]") {
  for (const auto type : all_types()) {
    auto input = input_of(type);
    for (std::size_t at = 2; at < input.size(); ++at) {
      const auto before = input[at];
      for (const char byte : {'\x00', '\x01', '\x7f', '\x80', '\xff'}) {
        input[at] = byte;
        run(input);
      }
      input[at] = before;
    }
  }
}
