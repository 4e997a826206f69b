// What was won and lost, what is held and the newest quotes at one moment: small however long the
// journal is, so that it can be kept every so many events. Any later moment follows from it, the
// events since, and the earlier events of the workflows that those concern.
//
// This holds because what an event does to positions and P&L depends on events of its own workflow
// alone (of all orders without one together).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "events/describe.hpp"
#include "projections/marks.hpp"
#include "projections/pnl.hpp"
#include "replay/views/partial_journal.hpp"

namespace fillwright {

// One row of the P&L.
struct BookSum {
  Date day;
  std::string account;
  std::string caller;
  InstrumentId instrument;
  bool is_dry_run = false;
  std::uint32_t fills = 0;
  std::uint32_t assumed = 0;
  Money realised;
  Money fees;
  bool operator==(const BookSum&) const = default;
};
FILLWRIGHT_STRUCT(BookSum, day, account, caller, instrument, is_dry_run, fills, assumed, realised,
                  fees)

struct BookLot {
  Quantity quantity;
  Price price;
  std::string order_id;
  Timestamp opened_at;
  bool operator==(const BookLot&) const = default;
};
FILLWRIGHT_STRUCT(BookLot, quantity, price, order_id, opened_at)

// What is held: a row of Positions that is not flat.
struct BookHolding {
  std::uint64_t first_seq = 0;  // of its first fill
  std::string account;
  InstrumentId instrument;
  std::string workflow_id;
  std::string caller;
  bool is_dry_run = false;
  Quantity multiplier;
  Quantity quantity;
  std::vector<BookLot> lots;
  Quantity bought;
  Quantity sold;
  std::uint32_t fills = 0;
  Money realised;
  Money fees;
  Timestamp opened_at;
  Timestamp changed_at;
  bool operator==(const BookHolding&) const = default;
};
FILLWRIGHT_STRUCT(BookHolding, first_seq, account, instrument, workflow_id, caller, is_dry_run,
                  multiplier, quantity, lots, bought, sold, fills, realised, fees, opened_at,
                  changed_at)
PositionRow row_of(const BookHolding& holding);

struct BookMark {
  InstrumentId instrument;
  Quote quote;
  bool operator==(const BookMark&) const = default;
};
FILLWRIGHT_STRUCT(BookMark, instrument, quote)

struct Books {
  std::vector<BookSum> sums;      // by day, account, caller, instrument, dry run
  std::vector<BookHolding> held;  // by first seq
  std::vector<BookMark> marks;    // by instrument
  std::uint64_t unknown = 0;      // events of types that this version does not know
  std::string mentions;           // SHA-256 over the index of mentions up to here
  bool operator==(const Books&) const = default;
};
FILLWRIGHT_STRUCT(Books, sums, held, marks, unknown, mentions)

// Canonical: the same books, the same bytes.
std::string encode_books(const Books& books);
std::optional<Books> decode_books(std::string_view bytes);

// The books after the last event of `events`: all that follow `seq`, at which the books were
// `before`, and of the workflows that those concern all before it. `mentions` stays as it was. An
// error names the seq of an event that cannot be read.
tl::expected<Books, std::string> advance(Books before, Seq seq, const PartialJournal& events);

}  // namespace fillwright
