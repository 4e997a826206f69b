// `refusals`: what was not done, and why.
#include "projections/refusals.hpp"

#include "events/json_writer.hpp"
#include "replay/ask/fold.hpp"
#include "replay/ask/plain_text.hpp"
#include "replay/ask/table.hpp"

namespace fillwright {

Answer ask_refusals(const JournalReader& journal, const AskOptions& options) {
  Refusals refusals;
  const auto folded = fold_until(journal, options, refusals);
  if (!folded) return tl::unexpected(folded.error());
  std::erase_if(refusals.rows, [&](const RefusalRow& row) { return row.seq < options.from; });
  if (refusals.rows.size() > options.limit) refusals.rows.resize(options.limit);
  if (options.is_json) {
    std::string out;
    JsonWriter w(out);
    w.begin_array();
    for (const auto& row : refusals.rows) {
      w.begin_object();
      w.field("seq", row.seq);
      w.field("at", row.at);
      w.field("reason", row.reason);
      w.field("where", row.where);
      w.field("detail", row.detail);
      w.field("source", row.source);
      w.field("channel", row.channel);
      w.field("author", row.author);
      w.field("text", row.text);
      w.field("message", row.message);
      w.field("workflow_id", row.workflow_id);
      w.field("order_id", row.order_id);
      w.end_object();
    }
    w.end_array();
    return out + '\n';
  }
  if (refusals.rows.empty()) return "no refusals" + unknown_note(*folded) + '\n';
  Table text({"SEQ>", "TIME", "REASON", "AUTHOR", "TEXT", "DETAIL"});
  for (const auto& row : refusals.rows)
    text.add({std::to_string(row.seq), time_text(row.at), words_of(row.reason),
              cut_text(safe_text(row.author.empty() ? row.source : row.author), 20),
              cut_text(safe_text(row.text), 50), cut_text(safe_text(row.detail), 90)});
  return text.text() + unknown_note(*folded);
}

}  // namespace fillwright
