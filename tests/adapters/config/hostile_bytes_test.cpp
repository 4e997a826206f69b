// Whatever is in the file: mistakes, never a crash, and never a guess.
#include <random>

#include "adapters/config/toml_reader.hpp"
#include "tests/adapters/config/support.hpp"

using namespace fillwright;

TEST_CASE("random bytes and damaged examples never crash", "[config]") {
  std::mt19937 random(20260704);
  const auto example = example_configuration();
  const std::string pieces = "[]{}=\"'#.,\n\\u_+-0123456789:TZeinftrualse \t\r";
  for (int i = 0; i < 400; ++i) {
    std::string text;
    if (i % 2 == 0) {
      for (auto left = random() % 120; left > 0; --left)
        text += i % 4 == 0 ? static_cast<char>(random()) : pieces[random() % pieces.size()];
    } else {
      const auto from = random() % example.size();
      text = example.substr(from, 600);
      for (int k = 0; k < 4 && !text.empty(); ++k)
        text[random() % text.size()] = pieces[random() % pieces.size()];
    }
    const auto document = read_toml(text, "f");
    CHECK(document.root.kind == RawValue::Kind::table);
    const auto loaded = read_text(text);
    CHECK(loaded.configuration.settings.hash.size() == 64);
  }
}

TEST_CASE("files made to exhaust a parser are refused with a reason", "[config]") {
  const auto [text, part] = GENERATE(table<std::string, std::string>({
      {std::string(300'000, 'x'), "expected at most 262144"},
      {"a = " + std::string(3000, '['), "nested more than 32 deep"},
      {"a = " +
           [] {
             std::string open;
             for (int i = 0; i < 500; ++i) open += "[\"]\",";
             return open;
           }(),
       "nested more than 32 deep"},
      {"a = " + std::string(5000, '1'), "expected at most 4000"},
      {std::string("a = \0", 5), "control character"},
      {"a = \"\xff\"", "not UTF-8"},
      {"a = \"\xc3", "not UTF-8"},
  }));
  const auto loaded = read_text(text);
  REQUIRE_FALSE(loaded.mistakes.empty());
  CHECK_THAT(loaded.mistakes[0].text, Catch::Contains(part));
}

TEST_CASE("dotted keys as deep as a line allows are unknown, not fatal", "[config]") {
  std::string deep = "a";
  for (int i = 0; i < 1900; ++i) deep += ".a";
  CHECK_FALSE(read_text("[" + deep + "]\n" + deep + " = 1\n").mistakes.empty());
}

TEST_CASE("numbers that no money can be are refused", "[config]") {
  for (const std::string number : {"nan", "inf", "-inf", "0x10", "1e400", "99999999999999999999",
                                   "0.00000001", "-0.01", "2025-01-01", "07:00:00"}) {
    INFO(number);
    CHECK_FALSE(read_text("[size]\nmax_per_trade = " + number + "\n").mistakes.empty());
  }
}

TEST_CASE("many mistakes are all within bounds", "[config]") {
  std::string text;
  for (int i = 0; i < 200; ++i) text += "= " + std::to_string(i) + "\n";
  CHECK(read_text(text).mistakes.size() <= 21);
}
