// `project`: takes a journal in that was published elsewhere, so that every question can be put to
// it here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace fillwright {

struct ProjectOptions {
  std::string from;
  std::string folder = "projected";
  std::string config;
  std::optional<std::uint64_t> log_id;  // nothing: the only journal in the topic
  bool is_following = false;
  bool is_json = false;
};

// Returns the process's exit code.
int run_project(const ProjectOptions& options);

}  // namespace fillwright
