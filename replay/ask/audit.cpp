// `audit`: what happened, in plain words, all of it or what belongs to one id.
#include "events/any_event.hpp"
#include "projections/instrument_table.hpp"
#include "replay/ask/event_line.hpp"
#include "replay/ask/fold.hpp"
#include "replay/ask/scope.hpp"
#include "replay/ask/sentences.hpp"

namespace fillwright {
namespace {

std::vector<std::string> known_ids(const Links& links) {
  std::vector<std::string> ids;
  for (const auto& order : links.orders) ids.push_back(order.order_id);
  for (const auto& workflow : links.workflows) {
    ids.push_back(workflow.workflow_id);
    ids.push_back(workflow.caller);
  }
  for (const auto& message : links.messages) {
    ids.push_back(message.message_id);
    ids.push_back(message.author);
  }
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

}  // namespace

Answer ask_audit(const JournalReader& journal, const AskOptions& options) {
  Links links;
  InstrumentTable table;
  const auto folded = fold_until(journal, options, links, table);
  if (!folded) return tl::unexpected(folded.error());
  std::optional<StoryScope> scope;
  if (!options.about.empty()) {
    scope = find_scope(links, table.instruments, options.about);
    if (!scope && !journal.version_of(options.about))
      return tl::unexpected(unknown_id("order, workflow, message, caller, account or symbol",
                                       options.about, known_ids(links)));
    if (!scope) scope.emplace();
    scope->streams.insert(options.about);
  }

  std::string out = options.is_json ? "[" : "";
  bool is_first = true;
  Story story;
  if (scope) story.scope = *scope;
  const auto told =
      visit_until(journal, 1, options, [&](const EventMeta& meta, const AnyEvent& event) {
        if (is_input(event) && options.about.empty()) return;  // `events` has them
        if (scope) {
          story.events.clear();
          story.apply(meta, event);
          if (story.events.empty()) return;
        }
        if (options.is_json) {
          if (!is_first) out += ",\n";
          JsonWriter w(out);
          write_event(w, meta, event, sentence(event, table.instruments));
        } else {
          out += event_line(meta, sentence(event, table.instruments)) + '\n';
        }
        is_first = false;
      });
  if (!told) return tl::unexpected(told.error());
  if (options.is_json) return out + "]\n";
  return is_first ? "no events" + unknown_note(*told) + '\n' : out;
}

}  // namespace fillwright
