#include "replay/views/books.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "events/any_event.hpp"
#include "events/struct_codec.hpp"
#include "replay/ask/fold.hpp"

namespace fillwright {
namespace {

using SumKey = std::tuple<Date, std::string, std::string, InstrumentId, bool>;
using Sums = std::map<SumKey, BookSum>;

template <class Row>
SumKey key_of(const Row& row) {
  return {row.day, row.account, row.caller, row.instrument, row.is_dry_run};
}

// Adds the rows, or takes them off again.
void add_rows(Sums& sums, const std::vector<PnlRow>& rows, int direction) {
  for (const auto& row : rows) {
    auto& sum = sums[key_of(row)];
    sum.day = row.day;
    sum.account = row.account;
    sum.caller = row.caller;
    sum.instrument = row.instrument;
    sum.is_dry_run = row.is_dry_run;
    sum.fills += static_cast<std::uint32_t>(direction) * row.fills;
    sum.assumed += static_cast<std::uint32_t>(direction) * row.assumed;
    sum.realised = plus(sum.realised, times(row.realised, direction));
    sum.fees = plus(sum.fees, times(row.fees, direction));
  }
}

BookHolding holding_of(const PositionRow& row) {
  BookHolding holding{row.first_seq,   row.account,  row.instrument,
                      row.workflow_id, row.caller,   row.is_dry_run,
                      row.multiplier,  row.quantity, {},
                      row.bought,      row.sold,     row.fills,
                      row.realised,    row.fees,     row.opened_at,
                      row.changed_at};
  for (const auto& lot : row.lots)
    holding.lots.push_back({lot.quantity, lot.price, lot.order_id, lot.opened_at});
  return holding;
}

using Held = std::map<Seq, BookHolding>;

void add_holdings(Held& held, const Positions& positions, bool is_added) {
  for (const auto& row : positions.rows) {
    if (row.quantity.is_zero()) continue;
    if (is_added)
      held[row.first_seq] = holding_of(row);
    else
      held.erase(row.first_seq);
  }
}

}  // namespace

PositionRow row_of(const BookHolding& holding) {
  PositionRow row;
  row.first_seq = holding.first_seq;
  row.account = holding.account;
  row.instrument = holding.instrument;
  row.workflow_id = holding.workflow_id;
  row.caller = holding.caller;
  row.is_dry_run = holding.is_dry_run;
  row.multiplier = holding.multiplier;
  row.quantity = holding.quantity;
  for (const auto& lot : holding.lots)
    row.lots.push_back({lot.quantity, lot.price, lot.order_id, lot.opened_at});
  row.bought = holding.bought;
  row.sold = holding.sold;
  row.fills = holding.fills;
  row.realised = holding.realised;
  row.fees = holding.fees;
  row.opened_at = holding.opened_at;
  row.changed_at = holding.changed_at;
  return row;
}

std::string encode_books(const Books& books) { return encode_struct(books); }
std::optional<Books> decode_books(std::string_view bytes) { return decode_struct<Books>(bytes); }

tl::expected<Books, std::string> advance(Books books, Seq seq, const PartialJournal& events) {
  Sums sums;
  for (auto& sum : books.sums) sums.emplace(key_of(sum), std::move(sum));
  Held held;
  for (auto& holding : books.held) {
    const auto first = holding.first_seq;
    held.emplace_hint(held.end(), first, std::move(holding));
  }
  std::map<InstrumentId, Quote> marks;
  for (const auto& mark : books.marks) marks[mark.instrument] = mark.quote;

  Pnl pnl;
  QuoteFinder quotes;
  bool is_past = false;  // behind `seq`
  const auto pass = [&] {
    is_past = true;
    add_rows(sums, pnl.rows(), -1);
    add_holdings(held, pnl.positions, false);
  };
  const auto folded = visit_until(events, 1, {}, [&](const EventMeta& meta, const AnyEvent& event) {
    if (!is_past && meta.seq > seq) pass();
    pnl.apply(meta, event);
    const auto seen = quotes.find(meta, event);
    if (!seen || !is_past) return;
    auto& mark = marks[seen->instrument];
    if (seen->quote.time >= mark.time) mark = seen->quote;
  });
  if (!folded) return tl::unexpected(folded.error());
  if (!is_past) pass();
  add_rows(sums, pnl.rows(), 1);
  add_holdings(held, pnl.positions, true);

  Books after;
  after.mentions = std::move(books.mentions);
  after.unknown = books.unknown;
  const auto counted = events.read(seq + 1, [&](const Recorded& recorded) {
    if (type_name(recorded.type).empty()) ++after.unknown;
    return true;
  });
  if (!counted) return tl::unexpected(counted.error().what);
  for (auto& [key, sum] : sums)
    if (sum.fills != 0) after.sums.push_back(std::move(sum));
  for (auto& [first, holding] : held) after.held.push_back(std::move(holding));
  for (const auto& [instrument, quote] : marks) after.marks.push_back({instrument, quote});
  return after;
}

}  // namespace fillwright
