// Runs the benchmarks: budgets are docs/performance.md's, results go there.
#include <benchmark/benchmark.h>

#include <cstdio>

#include "tests/benchmarks/measuring.hpp"

int main(int count, char** arguments) {
  namespace bench = fillwright::bench;
  benchmark::Initialize(&count, arguments);
  if (benchmark::ReportUnrecognizedArguments(count, arguments)) return 1;
  if (!bench::is_brief() && bench::is_in_memory()) {
    std::fprintf(stderr,
                 "%s is in memory, where a sync costs nothing; set FILLWRIGHT_BENCH_FOLDER\n",
                 bench::root_folder().c_str());
    return 1;
  }
  bench::print_machine();
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
