#include "tests/docs/header_comments.hpp"

#include <catch2/catch.hpp>

using namespace fillwright::docs;

namespace {

constexpr auto source = R"(// What the file is for,
// in two lines.
#pragma once

// Not of a type.

// How it feels.
enum class Mood : std::uint8_t {
  // Strong ones.
  furious = 3,
  // All others.
  calm = 0,
  wild = 1,  // not for long
};
enum class Side : std::uint8_t { buy = 1, sell = 2 };

// One thing.
struct Thing {
  static constexpr TypeId type_id = 1;
  std::string name;     // who it is,
                        // and where
  Mood mood = Mood{};   // or "a, b"
  // Above it.
  std::optional<std::string>
      wrapped;
  bool operator==(const Thing&) const = default;
};
)";

}  // namespace

TEST_CASE("the comments of a header are found by what they describe", "[docs]") {
  const auto comments = read_header_comments(source);
  CHECK(comments.file == "What the file is for, in two lines.");
  CHECK(comments.types.at("Mood") == "How it feels.");
  CHECK(comments.types.at("Side").empty());
  CHECK(comments.types.at("Thing") == "One thing.");
  CHECK(comments.members.at("Mood.calm").empty());
  CHECK(comments.members.at("Mood.wild") == "not for long");
  CHECK(comments.members.at("Thing.name") == "who it is, and where");
  CHECK(comments.members.at("Thing.mood") == "or \"a, b\"");
  CHECK(comments.members.at("Thing.wrapped") == "Above it.");
}
