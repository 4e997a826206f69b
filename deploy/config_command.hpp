// `config check` and `config example`.
#pragma once

#include <string>

namespace fillwright {

// Names every mistake of the file and the environment on standard error, a line each; exit_failed
// when there is one. Without a file only defaults and environment are looked at.
int check_configuration(const std::string& file, bool is_live_confirmed);
int print_example_configuration();

}  // namespace fillwright
