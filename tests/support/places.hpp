// Where the project and its build are. Functions, compiled once: were they definitions of every
// test, no two checkouts could share what was compiled.
#pragma once

#include <string>

namespace fillwright::test {

std::string source_folder();  // of the project; absolute
std::string binary_folder();  // of the build; absolute

}  // namespace fillwright::test
