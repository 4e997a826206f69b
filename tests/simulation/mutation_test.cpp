// The simulation can fail: each bug on purpose is found, by the mix of accidents that it always
// has.
#include "events/mutation.hpp"

#include <catch2/catch.hpp>
#include <iostream>

#include "adapters/calendar/time_zones.hpp"
#include "deploy/simulation/simulation.hpp"
#include "events/enum_names.hpp"

using namespace fillwright;

#ifdef FILLWRIGHT_MUTATIONS

namespace {

struct Mutated {
  explicit Mutated(Mutation mutation) { chosen_mutation = mutation; }
  ~Mutated() { chosen_mutation = Mutation::none; }
};

constexpr std::uint64_t most_seeds = 10'000;

}  // namespace

TEST_CASE("each bug on purpose is found by a seed", "[simulation]") {
  const auto calendar = load_market_calendar("America/New_York", true);
  REQUIRE(calendar);
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<Mutation>>([&](auto enumerator) {
    const Mutation mutation = enumerator.value;
    if (mutation == Mutation::none) return;
    const Mutated mutated(mutation);
    std::uint64_t seed = 0;
    std::string found;
    while (found.empty() && ++seed <= most_seeds)
      found = simulation::simulate(seed, *calendar).violation;
    INFO(enum_name(mutation));
    CHECK(found != "");
    std::cout << "  " << enum_name(mutation) << ": seed " << seed << ", " << found << '\n';
  });
}

#else

TEST_CASE("this build has no bugs on purpose (FILLWRIGHT_MUTATIONS is off): nothing to find",
          "[simulation]") {
  std::cout << "skipped: a build with FILLWRIGHT_MUTATIONS=ON finds each bug on purpose\n";
  CHECK_FALSE(is_mutated(Mutation::effect_before_sync));
}

#endif
