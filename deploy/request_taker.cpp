#include "deploy/request_taker.hpp"

namespace fillwright {
namespace {

constexpr auto between_looks = std::chrono::milliseconds(10);

std::string source_of(const FoundRequest& found) {
  return found.file.empty() ? "requests" : "requests:" + found.file.filename().string();
}

}  // namespace

bool RequestTaker::take(Engine& engine) {
  const auto now = std::chrono::steady_clock::now();
  if (now < next_look_) return false;
  next_look_ = now + between_looks;
  const auto found = folder_.look();
  if (found.empty()) return false;
  for (const auto& each : found) {
    if (each.request)
      engine.ask(*each.request);
    else
      engine.record_refused_input({source_of(each), 0, each.problem, {}});
  }
  engine.make_durable();
  for (const auto& each : found) {
    if (each.request)
      folder_.take_away(each);
    else
      folder_.set_aside(each);
  }
  return true;
}

}  // namespace fillwright
