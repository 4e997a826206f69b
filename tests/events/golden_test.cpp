// Bytes that journals out there hold: for every event type a file of values as JSON and their
// bytes. These files only grow. FILLWRIGHT_GOLDEN=create adds what is missing and changes nothing.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "adapters/cloud_events/event_from_json.hpp"
#include "events/json.hpp"
#include "tests/support/places.hpp"
#include "tests/support/sample_events.hpp"

using namespace fillwright;
namespace fs = std::filesystem;

namespace {

const fs::path folder = fs::path(fillwright::test::source_folder()) / "tests/events/golden";
constexpr auto advice =
    "; to add it: FILLWRIGHT_GOLDEN=create build/tests/events/golden_tests, then commit the file";

struct GoldenValue {
  std::string json;
  std::string bytes;
};

std::string to_hex(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string hex;
  for (const char c : bytes) {
    hex += digits[static_cast<std::uint8_t>(c) >> 4];
    hex += digits[static_cast<std::uint8_t>(c) & 0xF];
  }
  return hex;
}

std::string from_hex(std::string_view hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
  return bytes;
}

fs::path path_of(TypeId type) { return folder / (std::string(type_name(type)) + ".hex"); }
std::string title_of(TypeId type) {
  return std::string(type_name(type)) + ' ' + std::to_string(type);
}

// The first line is the title; then a line of JSON and a line "bytes 0a0b…" for each value.
std::vector<GoldenValue> read_golden(TypeId type) {
  std::vector<GoldenValue> values;
  std::ifstream file(path_of(type));
  std::string line;
  if (std::getline(file, line)) CHECK(line == title_of(type));
  while (std::getline(file, line)) {
    auto& value = values.emplace_back(GoldenValue{line, {}});
    REQUIRE(std::getline(file, line));
    REQUIRE(line.starts_with("bytes"));
    value.bytes = from_hex(line.substr(std::min<std::size_t>(6, line.size())));
  }
  return values;
}

// Whether `golden` has every field that `filled` has, also inside.
bool has_fields_of(const nlohmann::json& golden, const nlohmann::json& filled) {
  if (filled.is_array())
    return golden.is_array() && !golden.empty() && has_fields_of(golden.front(), filled.front());
  if (!filled.is_object()) return !golden.is_null();
  if (!golden.is_object()) return false;
  for (const auto& [name, value] : filled.items())
    if (!golden.contains(name) || !has_fields_of(golden[name], value)) return false;
  return true;
}

bool is_any_filled(const std::vector<GoldenValue>& values, const AnyEvent& filled) {
  const auto wanted = nlohmann::json::parse(event_json(filled));
  return std::ranges::any_of(values, [&](const auto& value) {
    return has_fields_of(nlohmann::json::parse(value.json), wanted);
  });
}

void add(TypeId type, const AnyEvent& event) {
  fs::create_directories(folder);
  const bool is_new = !fs::exists(path_of(type));
  std::ofstream file(path_of(type), std::ios::app);
  if (is_new) file << title_of(type) << '\n';
  file << event_json(event) << "\nbytes";
  if (const auto bytes = encode_event(event); !bytes.empty()) file << ' ' << to_hex(bytes);
  file << '\n';
}

bool is_creating() {
  const char* wish = std::getenv("FILLWRIGHT_GOLDEN");
  return wish && std::string_view(wish) == "create";
}

}  // namespace

TEST_CASE("every event type has golden bytes of a filled-in and a default value", "[golden]") {
  for (const auto type : all_types()) {
    const auto filled = testing::filled_event(type);
    if (is_creating() && read_golden(type).empty()) add(type, *decode_event(type, ""));
    const bool is_lacking =
        read_golden(type).size() < 2 || !is_any_filled(read_golden(type), filled);
    if (is_creating() && is_lacking) add(type, filled);
    INFO(path_of(type).string() << " lacks a value with every field filled in" << advice);
    CHECK(read_golden(type).size() >= 2);
    CHECK(is_any_filled(read_golden(type), filled));
  }
}

TEST_CASE("golden values are written and read as ever", "[golden]") {
  for (const auto type : all_types()) {
    for (const auto& golden : read_golden(type)) {
      INFO(type_name(type) << " " << golden.json);
      INFO(
          "Other bytes than before: journals that exist would no longer be read. Append fields, "
          "never change, move or remove one; a new meaning needs a new event.");
      const auto event = event_from_json(type, nlohmann::json::parse(golden.json)).value();
      CHECK(to_hex(encode_event(event)) == to_hex(golden.bytes));
      CHECK(decode_event(type, golden.bytes) == event);
    }
  }
}

TEST_CASE("no event type that was ever stored is gone", "[golden]") {
  REQUIRE(fs::exists(folder));
  for (const auto& entry : fs::directory_iterator(folder)) {
    INFO(entry.path().string());
    CHECK(type_named(entry.path().stem().string()));
  }
}

TEST_CASE("a filled-in event has no field at its default", "[golden]") {
  for (const auto type : all_types()) {
    INFO(type_name(type));
    const auto plain = nlohmann::json::parse(*payload_json(type, ""));
    const auto filled = nlohmann::json::parse(event_json(testing::filled_event(type)));
    for (const auto& [name, value] : filled.items()) {
      INFO(name);
      CHECK(value != plain[name]);
    }
  }
}
