// The simulation can fail: each bug on purpose is found, by the mix of accidents that it always
// has.
#include "events/mutation.hpp"

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <iostream>
#include <string_view>

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

// What a story cannot show, because the books heal it in time or no invariant of the broker's side
// speaks of it: each of these fails a public incident (incidents/).
bool is_for_incidents(Mutation mutation) {
  constexpr std::array those = {
      Mutation::exits_not_rearmed,      Mutation::fill_before_answer_dropped,
      Mutation::late_fill_dropped,      Mutation::gate_opens_unreconciled,
      Mutation::reject_retried_at_once, Mutation::reject_text_dropped,
      Mutation::duplicates_followed,    Mutation::staleness_ignored,
      Mutation::edits_start_trades,     Mutation::exposure_not_reserved,
      Mutation::prices_not_compared};
  return std::find(those.begin(), those.end(), mutation) != those.end();
}

// Of RocksDB's adapter, which has stories of its own (tests/journal/faulty_disk_test.cpp).
bool is_for_disk(Mutation mutation) {
  return mutation == Mutation::timers_written_apart || mutation == Mutation::sync_left_out;
}

// Another rule, not a broken one: decision replay names them (tests/replay).
bool is_for_replay(Mutation mutation) {
  constexpr std::array those = {Mutation::step_doubled,       Mutation::size_one_more,
                                Mutation::stop_not_touched,   Mutation::position_limit_one_more,
                                Mutation::puts_read_as_calls, Mutation::tie_rounded_away};
  return std::find(those.begin(), those.end(), mutation) != those.end();
}

// Half of them where the environment says so, "even" or "odd": the halves run side by side.
bool is_chosen(Mutation mutation) {
  const auto* half = std::getenv("FILLWRIGHT_BUGS");
  if (!half) return true;
  return (static_cast<int>(mutation) % 2 == 0) == (std::string_view(half) == "even");
}

}  // namespace

TEST_CASE("each bug on purpose is found by a seed", "[simulation]") {
  const auto calendar = load_market_calendar("America/New_York", true);
  REQUIRE(calendar);
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<Mutation>>([&](auto enumerator) {
    const Mutation mutation = enumerator.value;
    if (mutation == Mutation::none || !is_chosen(mutation) || is_for_incidents(mutation) ||
        is_for_disk(mutation) || is_for_replay(mutation))
      return;
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
