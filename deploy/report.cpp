#include "deploy/report.hpp"

#include <cstdio>
#include <map>

#include "events/any_event.hpp"
#include "replay/ask/ask.hpp"

namespace fillwright {
namespace {

void show(const char* title, const Answer& answer) {
  std::printf("\n== %s\n", title);
  std::fputs((answer ? *answer : "(" + answer.error() + ")").c_str(), stdout);
  if (answer && !answer->empty() && answer->back() != '\n') std::fputs("\n", stdout);
}

// The filled entry with the most rungs: the one with the most to tell.
std::string most_telling_order(const JournalReader& journal) {
  std::map<std::string, std::uint32_t> rungs;
  std::string best;
  (void)journal.read(1, [&](const Recorded& recorded) {
    if (recorded.type != PriceStepped::type_id && recorded.type != OrderCompleted::type_id)
      return true;
    const auto id = journal.stream_name(recorded.stream).substr(6);
    if (recorded.type == PriceStepped::type_id)
      ++rungs[id];
    else if (id.ends_with("-1") && (best.empty() || rungs[id] > rungs[best]))
      best = id;
    return true;
  });
  return best;
}

}  // namespace

void print_report(const JournalReader& journal, const std::string& program,
                  const std::string& folder) {
  const AskOptions all;
  show("Positions", ask_positions(journal, all));
  show("Profit and loss", ask_pnl(journal, all));
  show("Orders", ask_orders(journal, all));
  show("Refused, and why", ask_refusals(journal, all));
  const auto order = most_telling_order(journal);
  if (!order.empty())
    show(("The story of order " + order).c_str(), explain_order(journal, order, all));
  const auto at = " --journal " + folder;
  std::printf("\n== Look further\n");
  const auto suggest = [&](const std::string& verb, const std::string& more = "") {
    std::printf("  %s %s%s%s\n", program.c_str(), verb.c_str(), at.c_str(), more.c_str());
  };
  suggest("orders");
  suggest("positions", " --as-of 2026-11-20T15:00:00Z");
  if (!order.empty()) suggest("explain " + order, " --svg walk.svg");
  suggest("audit");
  suggest("events", " --stream order --json");
  suggest("verify");
}

}  // namespace fillwright
