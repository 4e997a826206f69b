#include "deploy/operator_line.hpp"

#include <catch2/catch.hpp>

using namespace fillwright;

namespace {

OperatorAsked request_of(std::string_view line) {
  const auto read = read_operator_line(line);
  REQUIRE(read);
  return std::get<OperatorAsked>(*read);
}

}  // namespace

TEST_CASE("the operator's lines become requests", "[operator]") {
  const auto added = read_operator_line("!allowlist add users bob options alerts");
  REQUIRE(added);
  const auto& change = std::get<ChangeAllowlist>(*added).change;
  CHECK(change.id == "bob");
  CHECK(change.is_allowed);
  CHECK(change.permissions == std::vector<std::string>{"options", "alerts"});

  const auto [line, action, target] = GENERATE(table<std::string, OperatorAction, std::string>({
      {"!kill on too odd", OperatorAction::kill_on, ""},
      {"!kill off too odd", OperatorAction::kill_off, ""},
      {"!pause too odd", OperatorAction::pause, ""},
      {"!resume too odd", OperatorAction::resume, ""},
      {"!cancel all too odd", OperatorAction::cancel_all, ""},
      {"!cancel w2-1 too odd", OperatorAction::cancel, "w2-1"},
      {"!flatten all too odd", OperatorAction::flatten_all, ""},
      {"!flatten w2 too odd", OperatorAction::flatten, "w2"},
      {"!reconcile too odd", OperatorAction::reconcile, ""},
      {"!accept too odd", OperatorAction::accept, ""},
      {"!answer w2-1 yes too odd", OperatorAction::answer, "w2-1"},
      {"!heartbeat too odd", OperatorAction::heartbeat, ""},
  }));
  const auto request = request_of(line);
  CHECK(request.action == action);
  CHECK(request.target == target);
  CHECK(request.why == "too odd");
  CHECK(request.by == "operator");
  CHECK(request.is_yes == (action == OperatorAction::answer));
}

TEST_CASE("a wrong line is told what was expected", "[operator]") {
  const auto line = GENERATE(as<std::string>{}, "!", "!sell everything", "!kill", "!kill maybe",
                             "!cancel", "!flatten", "!answer w1-1", "!answer w1-1 perhaps",
                             "!allowlist add users", "!allowlist list users x",
                             "!allowlist add friends bob", "!allowlist add users bob everything");
  const auto read = read_operator_line(line);
  REQUIRE_FALSE(read);
  CHECK(read.error().find("e") != std::string::npos);
  CHECK(is_operator_line(line));
}
