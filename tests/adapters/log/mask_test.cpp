// Secrets are hidden whether they were named or only look like one; ordinary text is not touched.
#include "adapters/config/mask.hpp"

#include <catch2/catch.hpp>
#include <random>
#include <vector>

using namespace fillwright;

TEST_CASE("what looks like a secret is hidden", "[mask]") {
  const auto [text, masked] = GENERATE(table<std::string, std::string>({
      {"Authorization: Bearer abc.def", "Authorization: Bearer ***"},
      {R"({"password":"p w", "user":"u"})", R"({"password":***, "user":"u"})"},
      {"GET /x?api_key=12ab&y=1", "GET /x?api_key=***&y=1"},
      {"ADMIN_API_KEY=abcdef", "ADMIN_API_KEY=***"},
      {"refresh_token = 'xy z' next", "refresh_token = *** next"},
      {"sent by Bot abcdefghijklmnop1234", "sent by Bot ***"},
      {"https://me:pass@host/x", "https://me:***@host/x"},
      {"jwt eyJhbGciOiJI.eyJzdWIi.c2ln end", "jwt *** end"},
      {"id MTAwMDAwMDAwMDAwMDAwMDAw.GabcdE.abcdefghijklmnopqrstuvwxyz0123 end", "id *** end"},
  }));
  CHECK(mask_secrets(text) == masked);
}

TEST_CASE("ordinary text is left alone", "[mask]") {
  for (const std::string text :
       {"BTO SPY 680c 12/05 @ 1.25", "SPY   251205C00680000 filled 3 at 1.24", "order/w1-1 working",
        "file:alerts.jsonl line 3", "2026-11-21T14:30:00.123456789Z", ""})
    CHECK(mask_secrets(text) == text);
}

TEST_CASE("an added secret is hidden everywhere, also inside a longer one", "[mask]") {
  add_secret("hunter2!");
  add_secret("hunter2!long");
  add_secret("abc");  // too short to be one
  CHECK(mask_secrets("x hunter2! y hunter2!long abc") == "x *** y *** abc");
}

TEST_CASE("any bytes can be masked", "[mask]") {
  std::mt19937 random(7);
  for (int i = 0; i < 500; ++i) {
    std::string bytes(random() % 200, '\0');
    for (auto& byte : bytes) byte = static_cast<char>(random());
    CHECK(mask_secrets(bytes + "token=verysecret").find("verysecret") == std::string::npos);
  }
}

TEST_CASE("a finder finds whatever would be masked", "[mask]") {
  SecretFinder finder;
  CHECK(finder.is_in("ADMIN_API_KEY=abcdef"));
  CHECK(finder.is_in("://:x@"));
  CHECK_FALSE(finder.is_in("BTO SPY 680c 12/05 @ 1.25"));
  CHECK_FALSE(finder.is_in(""));
  CHECK_FALSE(finder.is_in("known-from-now-on"));
  add_secret("known-from-now-on");
  CHECK(finder.is_in("it is known-from-now-on"));
  // Texts of what the rules look for, in any order.
  const std::vector<std::string> pieces = {"token",
                                           "=",
                                           ":",
                                           " ",
                                           "\"",
                                           "eyj",
                                           "abcdefgh",
                                           ".",
                                           "://",
                                           "@",
                                           "bot ",
                                           "bearer ",
                                           "m",
                                           "n1",
                                           "-",
                                           "x",
                                           "'",
                                           "/",
                                           "password",
                                           "api_",
                                           "key",
                                           "\n",
                                           "authorization",
                                           "known-from-now-on",
                                           "abcdefghijklmnopqrstuvwx",
                                           "GabcdE",
                                           "\xff"};
  std::mt19937 random(7);
  for (int i = 0; i < 50'000; ++i) {
    std::string text;
    for (auto count = random() % 9; count > 0; --count) text += pieces[random() % pieces.size()];
    if (mask_secrets(text) == text) continue;
    INFO(text);
    REQUIRE(finder.is_in(text));
  }
}
