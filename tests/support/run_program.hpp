// Runs a program as a user would and says how it ended and what it printed.
#pragma once

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/support/temporary_folder.hpp"

namespace fillwright::test {

struct Ended {
  int code = -1;  // 128 + the signal's number when one ended it
  std::string out;
  std::string err;
};

inline int exit_code(pid_t process) {
  int status = 0;
  if (::waitpid(process, &status, 0) != process) throw std::runtime_error("no such process");
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

// Starts it in `folder` with these descriptors as its own 0, 1 and 2.
inline pid_t start_program(const std::vector<std::string>& command,
                           const std::filesystem::path& folder, int in, int out, int err) {
  std::vector<char*> arguments;
  for (const auto& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const auto process = ::fork();
  if (process < 0) throw std::runtime_error("cannot start " + command[0]);
  if (process == 0) {
    if (::chdir(folder.c_str()) != 0 || ::dup2(in, 0) < 0 || ::dup2(out, 1) < 0 ||
        ::dup2(err, 2) < 0)
      ::_exit(126);
    ::execvp(arguments[0], arguments.data());
    ::_exit(127);
  }
  return process;
}

// Runs it to its end with `input` on its standard input.
inline Ended run_program(const std::vector<std::string>& command,
                         const std::filesystem::path& folder, std::string_view input = {}) {
  const TemporaryFolder files;
  write_file(files / "in", input);
  const int in = ::open((files / "in").c_str(), O_RDONLY | O_CLOEXEC);
  const int out = ::open((files / "out").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  const int err = ::open((files / "err").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  const auto process = start_program(command, folder, in, out, err);
  for (const int file : {in, out, err}) ::close(file);
  const auto code = exit_code(process);
  return {code, read_file(files / "out"), read_file(files / "err")};
}

}  // namespace fillwright::test
