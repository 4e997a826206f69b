// Brings the operator's requests from the folder beside the journal into the engine.
#pragma once

#include <chrono>
#include <filesystem>

#include "actors/engine.hpp"
#include "adapters/requests/request_folder.hpp"

namespace fillwright {

// Threads: the loop's.
class RequestTaker {
 public:
  explicit RequestTaker(std::filesystem::path folder) : folder_(std::move(folder)) {}

  // Takes what lies there, looking at most every 10 ms: asked for as often as it pleases. What was
  // taken is durable, with all that follows from it at once. True when there was anything.
  bool take(Engine& engine);

 private:
  RequestFolder folder_;
  std::chrono::steady_clock::time_point next_look_;
};

}  // namespace fillwright
