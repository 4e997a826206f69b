// What the operator of a running service may type besides alerts: lines that begin with "!".
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <variant>

#include "actors/domain/commands.hpp"

namespace fillwright {

// !allowlist add|remove users|channels ID [PERMISSION…]
// !pause [WHY]   !resume [WHY]   !kill on|off [WHY]
// !cancel ORDER|all [WHY]   !flatten WORKFLOW|all [WHY]
// !reconcile   !accept [WHY]   !answer ORDER yes|no   !heartbeat
bool is_operator_line(std::string_view text);

using OperatorLine = std::variant<ChangeAllowlist, OperatorAsked>;

// Whoever takes the request gives it an id. Or what was wrong, what was expected and an example.
tl::expected<OperatorLine, std::string> read_operator_line(std::string_view text);

}  // namespace fillwright
