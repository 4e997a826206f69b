// The program `fillwright`.
#include <csignal>
#include <exception>

#include "deploy/command_line.hpp"
#include "deploy/terminal.hpp"

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // a reader that goes away is told by write()
  try {
    return fillwright::CommandLine().run(argc, argv);
  } catch (const std::exception& error) {
    return fillwright::fail(error.what());
  }
}
