#include "actors/domain/decider.hpp"

#include <cstdio>
#include <cstdlib>
#include <utility>

namespace fillwright {

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

void Decision::emit(AnyEvent event) { events.push_back({{}, std::move(event)}); }
void Decision::emit(std::string stream, AnyEvent event) {
  events.push_back({std::move(stream), std::move(event)});
}
void Decision::tell(Address to, AnyCommand command) {
  tells.push_back({std::move(to), std::move(command)});
}

void assert_unreachable(const char* what) {
  std::fprintf(stderr, "fillwright: broken invariant: %s\n", what);
  std::abort();
}

}  // namespace fillwright
