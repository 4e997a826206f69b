// What the operator of a running service may type besides alerts: lines that begin with "!".
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "actors/domain/decider.hpp"

namespace fillwright {

// !allowlist add|remove users|channels ID [PERMISSION…]   who may call, from now on and after a
// restart !kill on|off [WHY]                                      nothing is sent while it is on;
// survives restarts !pause [WHY], !resume                                   entries wait; exits
// stay allowed !cancel ORDER|all                                       takes working orders back
bool is_operator_line(std::string_view text);

// The commands that follow, or what was wrong, what was expected and an example. `open_orders` is
// what
// "!cancel all" means.
tl::expected<std::vector<Tell>, std::string> read_operator_line(
    std::string_view text, const std::string& account, const std::vector<std::string>& open_orders);

}  // namespace fillwright
