#include "actors/domain/decider.hpp"

#include <cstdio>
#include <cstdlib>

namespace fillwright {

void assert_unreachable(const char* what) {
  std::fprintf(stderr, "fillwright: broken invariant: %s\n", what);
  std::abort();
}

}  // namespace fillwright
