#include "actors/journal/given_keys.hpp"

#include <catch2/catch.hpp>

using namespace fillwright;

TEST_CASE("a new journal's store has no key that was not given", "[keys]") {
  GivenKeys keys;
  keys.begin_new();
  CHECK_FALSE(keys.may_be_stored("fill/1"));
  keys.add("fill/1", {1, 2, "content"});
  CHECK(keys.find_staged("fill/1")->last == 2);
  CHECK(keys.find_staged("fill/2") == nullptr);
  keys.note_stored("fill/1");
  CHECK(keys.find_staged("fill/1") == nullptr);
  CHECK(keys.may_be_stored("fill/1"));
  CHECK_FALSE(keys.may_be_stored("fill/2"));
}

TEST_CASE("an older journal's store is asked for every key", "[keys]") {
  const GivenKeys keys;
  CHECK(keys.may_be_stored("fill/1"));
}

TEST_CASE("of too many keys the store is asked", "[keys]") {
  GivenKeys keys(2);
  keys.begin_new();
  for (const auto* key : {"a", "b"}) keys.add(key, {1, 1, ""});
  CHECK_FALSE(keys.may_be_stored("d"));
  keys.add("c", {1, 1, ""});
  CHECK(keys.may_be_stored("d"));
  CHECK(keys.find_staged("a") != nullptr);
}
