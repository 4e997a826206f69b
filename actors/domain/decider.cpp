#include "actors/domain/decider.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace fillwright {
namespace {

struct KindName {
  ActorKind kind;
  std::string_view name;
};
constexpr std::array kind_names = {
    KindName{ActorKind::desk, "control"},    KindName{ActorKind::workflow, "workflow"},
    KindName{ActorKind::order, "order"},     KindName{ActorKind::monitor, "monitor"},
    KindName{ActorKind::risk, "account"},    KindName{ActorKind::gateway, "gateway"},
    KindName{ActorKind::control, "control"},
};

constexpr std::size_t usual_events = 5;
constexpr std::size_t usual_tells = 3;

}  // namespace

AnyCommand::AnyCommand() = default;
AnyCommand::AnyCommand(const AnyCommand& other) = default;
AnyCommand::AnyCommand(AnyCommand&& other) noexcept = default;
AnyCommand& AnyCommand::operator=(const AnyCommand& other) = default;
AnyCommand& AnyCommand::operator=(AnyCommand&& other) noexcept = default;
AnyCommand::~AnyCommand() = default;

Decision::Decision() = default;
Decision::Decision(const Decision& other) = default;
Decision::Decision(Decision&& other) noexcept = default;
Decision& Decision::operator=(const Decision& other) = default;
Decision& Decision::operator=(Decision&& other) noexcept = default;
Decision::~Decision() = default;

void Decision::emit(AnyEvent&& event) { emit({}, std::move(event)); }
void Decision::emit(std::string stream, AnyEvent&& event) {
  if (events.capacity() == 0) events.reserve(usual_events);
  events.push_back({std::move(stream), std::move(event)});
}
void Decision::tell(Address to, AnyCommand&& command) {
  if (tells.capacity() == 0) tells.reserve(usual_tells);
  tells.push_back({std::move(to), std::move(command)});
}

void assert_unreachable(const char* what) {
  std::fprintf(stderr, "fillwright: broken invariant: %s\n", what);
  std::abort();
}

std::string stream_of(const Address& address) {
  if (address.kind == ActorKind::desk) return "control/desk";
  for (const auto& [kind, name] : kind_names)
    if (kind == address.kind) return std::string(name) + "/" + address.id;
  assert_unreachable("an address without a kind");
}

std::optional<Address> address_of(std::string_view stream) {
  if (stream == "control/desk") return Address{ActorKind::desk, ""};
  if (stream == stream_of(operator_address)) return operator_address;
  const auto slash = stream.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto kind_name = stream.substr(0, slash);
  for (const auto& [kind, name] : kind_names)
    if (name == kind_name && kind != ActorKind::desk && kind != ActorKind::control)
      return Address{kind, std::string(stream.substr(slash + 1))};
  return std::nullopt;
}

}  // namespace fillwright
