// Questions to a journal, while a run writes it or not, and as of any moment: text for people, or
// JSON (one array, or one object for one thing; exact decimals in strings, times in RFC 3339 with
// nanoseconds). The command line prints what these return.
//
// Errors are texts for people: the journal is damaged (with the seq), an id that is not there (with
// those that are nearest). An empty journal has empty answers. Text that came from outside is made
// safe for a terminal. Threads: any; each call reads the journal by itself.
#pragma once

#include <functional>
#include <limits>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "actors/ports/journal.hpp"
#include "projections/marks.hpp"

namespace fillwright {

// Up to and with this event; by record time, up to and with the last block written by then.
struct AsOf {
  Seq seq = std::numeric_limits<Seq>::max();
  Timestamp time{std::numeric_limits<std::int64_t>::max()};
};
// A seq ("1200") or an RFC 3339 time with a zone; an error says what was expected.
tl::expected<AsOf, std::string> parse_as_of(std::string_view text);

constexpr std::size_t all_rows = std::numeric_limits<std::size_t>::max();

struct AskOptions {
  AsOf as_of;
  bool is_json = false;
  // audit: an order, workflow, message, stream, caller, account, symbol; orders: an order or a
  // workflow; positions: a workflow; empty: all
  std::string about;
  std::string stream;            // events: only this stream ("order/w1-1"), or kind ("order")
  std::string type;              // events: only this type ("OrderFilled")
  Seq from = 1;                  // the first event; of rows the first that begin there or later
  std::size_t limit = all_rows;  // so many rows or events at most
  // Quotes that are known beside those of the events that are read.
  std::vector<QuoteFinder::Seen> marks{};
  // Called now and then with the seq read and the last there is.
  std::function<void(Seq done, Seq last)> progress;
};

using Answer = tl::expected<std::string, std::string>;

Answer ask_orders(const JournalReader& journal, const AskOptions& options);
Answer ask_positions(const JournalReader& journal, const AskOptions& options);
Answer ask_pnl(const JournalReader& journal, const AskOptions& options);
Answer ask_refusals(const JournalReader& journal, const AskOptions& options);
// One line an event, in plain words.
Answer ask_audit(const JournalReader& journal, const AskOptions& options);
// One line an event, with all its fields.
Answer ask_events(const JournalReader& journal, const AskOptions& options);
// The same piece by piece, for journals that do not fit a string and to follow one: each line (text
// or one JSON object, without a line's end) goes to `sink`. Returns the last seq read; the next
// call goes on with `from` one higher.
tl::expected<Seq, std::string> visit_event_lines(const JournalReader& journal,
                                                 const AskOptions& options,
                                                 const std::function<void(std::string_view)>& sink);
// The whole story of an order.
Answer explain_order(const JournalReader& journal, const std::string& order_id,
                     const AskOptions& options);
// A picture of its walk against the quote, 900 × 420. `tape` may add quotes of the instrument to
// those that the events saw; they are drawn where the order lived.
Answer walk_svg(const JournalReader& journal, const std::string& order_id,
                const AskOptions& options, const std::vector<Quote>& tape = {});

}  // namespace fillwright
