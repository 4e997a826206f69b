#include "tests/support/places.hpp"

namespace fillwright::test {

std::string source_folder() { return FILLWRIGHT_SOURCE_DIR; }
std::string binary_folder() { return FILLWRIGHT_BINARY_DIR; }

}  // namespace fillwright::test
