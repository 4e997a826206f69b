#include "actors/domain/heap_optional.hpp"

#include <catch2/catch.hpp>
#include <string>

using fillwright::HeapOptional;

TEST_CASE("a heap optional is copied by value", "[order]") {
  HeapOptional<std::string> text = std::string("one");
  auto copy = text;
  *copy = "two";
  CHECK(*text == "one");
  text = copy;
  CHECK(*text == "two");
  copy.reset();
  CHECK_FALSE(copy);
  CHECK(text->size() == 3);
  text = copy;
  CHECK_FALSE(text.has_value());
}

TEST_CASE("a heap optional takes a pointer, and its value is made when it is asked for",
          "[order]") {
  HeapOptional<std::string> text;
  CHECK(sizeof(text) == sizeof(void*));
  CHECK_FALSE(text);
  text.there() += "a";
  text.there() += "b";
  CHECK(*text == "ab");
}
