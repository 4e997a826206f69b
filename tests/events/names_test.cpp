#include "events/names.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace fillwright;

TEST_CASE("names are numbered as they come and found again, however many", "[names]") {
  Names names;
  constexpr std::uint32_t many = 5'000;  // the table grows several times
  CHECK(names.find("order/1") == 0);
  for (std::uint32_t i = 1; i <= many; ++i)
    REQUIRE(names.add_new("order/" + std::to_string(i)) == i);
  CHECK(names.count() == many);
  for (std::uint32_t i = 1; i <= many; ++i) {
    REQUIRE(names.find("order/" + std::to_string(i)) == i);
    REQUIRE(names.name(i) == "order/" + std::to_string(i));
  }
  CHECK(names.find("order/0") == 0);
  CHECK(names.find("") == 0);
  CHECK(names.add_new("order/17") == 0);
  CHECK(names.name(0).empty());
  CHECK(names.name(many + 1).empty());
}

TEST_CASE("a name that has no number gets one when it is asked for", "[names]") {
  Names names;
  const auto name = [](std::uint32_t number) { return "w" + std::to_string(number); };
  for (std::uint32_t number = 1; number <= 5'000; ++number) {
    REQUIRE(names.number_of(name(number)) == number);
    REQUIRE(names.number_of(name(number)) == number);
    REQUIRE(names.number_of(name((number + 1) / 2)) == (number + 1) / 2);
  }
  const auto copy = names;
  for (std::uint32_t number = 5'000; number > 0; --number)
    REQUIRE(names.number_of(name(number)) == number);
  CHECK(names.count() == 5'000);
  CHECK(copy.name(4'321) == "w4321");
}

TEST_CASE("an empty name is a name", "[names]") {
  Names names;
  CHECK(names.add_new("") == 1);
  CHECK(names.find("") == 1);
  CHECK(names.add_new("") == 0);
}

TEST_CASE("a value is kept by the first who brings its name, and stays where it is", "[names]") {
  ByName<std::string> values;
  CHECK(values.find("a") == nullptr);
  auto* const first = values.add_new("a", "one");
  REQUIRE(first != nullptr);
  for (int i = 0; i < 1'000; ++i) REQUIRE(values.add_new(std::to_string(i), "other") != nullptr);
  CHECK(values.add_new("a", "two") == nullptr);
  CHECK(values.find("a") == first);
  CHECK(*first == "one");
  *first = "three";
  CHECK(*values.find("a") == "three");
  CHECK(values.contains("999"));
  CHECK_FALSE(values.contains("1000"));
}

TEST_CASE("values by name are shown as they came, and equal whatever came first", "[names]") {
  ByName<int> values;
  ByName<int> others;
  for (const auto* name : {"a", "b", "c"}) values.add_new(name, *name);
  for (const auto* name : {"c", "a"}) others.add_new(name, *name);
  CHECK_FALSE(values == others);
  auto* const last = others.add_new("b", 0);
  CHECK_FALSE(values == others);
  *last = 'b';
  CHECK(values == others);
  std::string shown;
  others.visit([&](std::string_view name, int value) {
    CHECK(name.front() == value);
    shown += name;
  });
  CHECK(shown == "cab");
  CHECK(others.size() == 3);
}
