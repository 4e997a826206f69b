#include "deploy/isolated.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <string>

namespace fillwright {
namespace {

std::string read_all(int file) {
  std::string all;
  std::array<char, 4096> room;
  for (;;) {
    const auto size = ::read(file, room.data(), room.size());
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return all;
    all.append(room.data(), static_cast<std::size_t>(size));
  }
}

}  // namespace

std::optional<int> run_isolated(const std::function<int()>& work) {
  std::array<int, 2> errors;
  if (::pipe(errors.data()) != 0) return work();
  const auto child = ::fork();
  if (child == 0) {
    ::dup2(errors[1], STDERR_FILENO);
    ::close(errors[0]);
    ::close(errors[1]);
    const int code = work();
    std::fflush(nullptr);
    ::_exit(code);
  }
  ::close(errors[1]);
  const auto said = child < 0 ? std::string() : read_all(errors[0]);
  ::close(errors[0]);
  if (child < 0) return work();
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (!WIFEXITED(status)) return std::nullopt;
  std::fwrite(said.data(), 1, said.size(), stderr);
  return WEXITSTATUS(status);
}

}  // namespace fillwright
