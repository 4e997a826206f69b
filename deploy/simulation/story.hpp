// What happens in a story before anything goes wrong: the account, the broker, the calls.
#pragma once

#include <string>
#include <vector>

#include "actors/domain/settings.hpp"
#include "adapters/paper/paper_book.hpp"
#include "deploy/simulation/random.hpp"
#include "events/control_events.hpp"

namespace fillwright::simulation {

// Each story begins then.
Timestamp opening();

struct Call {
  Timestamp at;
  std::string text;
};

Settings make_settings(std::uint64_t seed, Random& random);
// A broker of any kind that we know.
PaperSettings make_paper(const Settings& ours, Random& random);
// One or two calls and what becomes of them, in order of time.
std::vector<Call> make_calls(Random& random);
// What the operator wants meanwhile, if anything, in order of time.
std::vector<OperatorAsked> make_operations(Random& random);

}  // namespace fillwright::simulation
