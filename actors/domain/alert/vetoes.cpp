// What makes a whole message no call: paper trades, retractions, recaps, strategies not read.
#include <algorithm>

#include "actors/domain/alert/free_text.hpp"
#include "actors/domain/alert/word_lists.hpp"

namespace fillwright::alert {

namespace {

bool is_cancellation(const Message& m) {
  return std::any_of(m.words.begin(), m.words.end(), [](const Word& word) {
    return is_one_of(word, {"cancel", "cancelled", "canceled", "scratch", "cancelling"});
  });
}

}  // namespace

std::optional<AlertRefusal> find_veto(const Message& m) {
  const auto talk = [](std::string detail) {
    return AlertRefusal{RefusalReason::talk, std::move(detail)};
  };
  if (m.is_old_post) return talk("a post of another day");
  const auto is = [&](std::size_t i, List list) { return i < m.size() && is_one_of(m[i], list); };
  for (std::size_t i = 0; i < m.size(); ++i) {
    if (is(i, {"csp", "csps"}) || (is(i, {"covered"}) && is(i + 1, {"call", "calls"})) ||
        (is(i, {"cash"}) && is(i + 1, {"secured"})) || is(i, {"wheel", "wheeling"}))
      return AlertRefusal{RefusalReason::selling_strategy,
                          "a covered call or cash-secured put; only plain entries are read"};
    if (is(i, {"watchlist", "recap", "backtest", "backtested", "giveaway", "hypothetical",
               "hypothetically", "simulated", "example", "examples", "means", "papertrade",
               "papertrading", "disregard", "nevermind", "nvm", "rerun", "reposted"}))
      return talk("\"" + m[i].text + "\": no call");
    if (is(i, {"paper"}) && !is(i + 1, {"hand", "hands", "handed", "cut", "cuts"}))
      return talk("a paper trade");
    if (is(i, {"not"}) && is(i + 1, {"a", "an"}) && is(i + 2, {"alert", "call", "signal"}))
      return talk("says that it is no alert");
    if (is(i, {"what"}) && is(i + 1, {"a"}) &&
        is(i + 2, {"trade", "ride", "run", "play", "winner"}))
      return talk("praise of a trade");
    if (is(i, {"posted"})) return talk("an old post shown again");
    if (is(i, {"demo", "sim", "practice", "simulator"}) &&
        is(i + 1, {"account", "only", "trade", "trades", "trading", "mode"}))
      return talk("a paper trade");
    if (is(i, {"says"}) && !is(i + 1, {"im"})) return talk("somebody else's words");
    if (is(i, {"not"}) && is(i + 1, {"taking"}) && is(i + 2, {"it", "this", "that"}) &&
        !is_cancellation(m))
      return talk("says that it is not taken");
    if (is(i, {"comment"}) && i < 2) return talk("a comment");
    if (is(i, {"no", "didnt", "not", "never"}) && is(i + 1, {"fill", "filled", "get"}) &&
        is(i + 1, {"fill", "filled"}))
      return AlertRefusal{RefusalReason::ambiguous, "says that nothing was filled"};
    if (is(i, {"cancel"}) && is(i + 1, {"that", "this"}) && i > 1)
      return AlertRefusal{RefusalReason::ambiguous, "a call and its cancellation in one message"};
    if (is(i, {"correction", "typo", "mistake", "oops", "ignore", "wrong", "edit", "edited"}))
      return AlertRefusal{RefusalReason::ambiguous, "a correction: two readings"};
    if (is(i, {"personal"}) && is(i + 1, {"trade", "account", "position", "trades"}))
      return talk("a trade of the caller's own");
    if (is(i, {"fomo", "example"}) && is(i - 1, {"for"})) return talk("an example");
  }
  return std::nullopt;
}

}  // namespace fillwright::alert
