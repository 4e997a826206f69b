// Runs what may meet damaged files in a process of its own: RocksDB 7.8 ends the process by an
// assertion at some of them, and the person who asked is to be told so in a sentence.
#pragma once

#include <functional>
#include <optional>

namespace fillwright {

// Runs `work` in a child process and returns its exit code; what it says is passed on. Nothing when
// a signal has ended it: then what it said on standard error is left out.
// REQUIRES: this process has one thread, and nothing is waiting to be written.
std::optional<int> run_isolated(const std::function<int()>& work);

}  // namespace fillwright
