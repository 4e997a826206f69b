#include "deploy/operator_line.hpp"

#include <catch2/catch.hpp>

using namespace fillwright;

TEST_CASE("the operator's lines become commands", "[operator]") {
  const auto added = read_operator_line("!allowlist add users bob options alerts", "main", {});
  REQUIRE(added);
  const auto& change = std::get<ChangeAllowlist>(added->front().command).change;
  CHECK(change.id == "bob");
  CHECK(change.is_allowed);
  CHECK(change.permissions == std::vector<std::string>{"options", "alerts"});

  const auto killed = read_operator_line("!kill on too odd", "main", {});
  REQUIRE(killed);
  CHECK(killed->front().to == Address{ActorKind::risk, "main"});
  CHECK(std::get<SetKillSwitch>(killed->front().command).why == "too odd");

  CHECK(
      std::get<PauseEntries>(read_operator_line("!pause", "main", {})->front().command).is_paused);
  CHECK_FALSE(
      std::get<PauseEntries>(read_operator_line("!resume", "main", {})->front().command).is_paused);
  CHECK(read_operator_line("!cancel all", "main", {"w1-1", "w2-1"})->size() == 2);
  CHECK(read_operator_line("!cancel w2-1", "main", {"w1-1", "w2-1"})->size() == 1);
  CHECK(read_operator_line("!cancel all", "main", {})->empty());
}

TEST_CASE("a wrong line is told what was expected", "[operator]") {
  const auto line =
      GENERATE(as<std::string>{}, "!", "!sell everything", "!kill", "!kill maybe", "!cancel",
               "!cancel w9-9", "!allowlist add users", "!allowlist list users x",
               "!allowlist add friends bob", "!allowlist add users bob everything");
  const auto read = read_operator_line(line, "main", {"w1-1"});
  REQUIRE_FALSE(read);
  CHECK(read.error().find("e") != std::string::npos);
  CHECK(is_operator_line(line));
}
