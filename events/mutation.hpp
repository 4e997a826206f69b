// Bugs on purpose. A test build (FILLWRIGHT_MUTATIONS) can switch one on while it runs, to see that
// the simulation finds it; in every other build nothing of them is left.
#pragma once

#include <cstdint>

#include "events/describe.hpp"

namespace fillwright {

enum class Mutation : std::uint8_t {
  none = 0,
  effect_before_sync = 1,        // what leaves does not wait for the durable watermark
  unknown_is_rejected = 2,       // no answer is taken for a no
  unknown_is_sent_again = 3,     // no answer, so once more
  cancel_not_awaited = 4,        // an accepted cancel counts as the order's end
  fill_known_by_order = 5,       // a second fill of an order counts as known
  fill_booked_twice = 6,         // a fill that comes again is booked again
  timers_forgotten = 7,          // a restart arms no timer
  gate_ignored = 8,              // orders send while the gate is closed
  absence_is_proof = 9,          // what the books lack has never arrived, however young it is
  books_not_compared = 10,       // nobody looks for fills that the stream has lost
  worst_price_ignored = 11,      // the walk passes the price that risk has reserved for
  replaced_without_cancel = 12,  // where a broker cannot replace, the next price goes out at once
  fills_not_subtracted = 13,     // what is sent is all that is wanted, not what is left of it
  exit_exceeds_held = 14,        // an exit sells one more than is held
  restart_sends_again = 15,      // a restart takes what has no answer for never sent
  orders_not_resumed = 16,       // a restart forgets the orders that are open
  exits_not_rearmed = 17,        // a restart watches no position
  missing_is_cancelled = 18,     // an order that one list lacks counts as cancelled
  fill_before_answer_dropped = 19,  // a fill of a message without an answer is not believed
  late_fill_dropped = 20,           // a fill after an order's end is not believed
  gate_opens_unreconciled = 21,     // whatever the broker's books say, the gate opens
  reject_retried_at_once = 22,      // a rejected price is sent again, and again
  reject_text_dropped = 23,         // the broker's reason is not kept
  silence_ignored = 24,             // books that never come are waited for for ever
  duplicates_followed = 25,         // the same call on two channels is two trades
  staleness_ignored = 26,           // an old alert is followed
  edits_start_trades = 27,          // an edited message that was followed is followed again
  exposure_not_reserved = 28,       // what is ordered and not yet filled is not counted
  version_not_checked = 29,         // the journal takes an append at an old version
  kill_ignored = 30,                // the kill switch is noted, and nobody heeds it
  timers_written_apart = 31,        // a block's timers are written after it, not with it
  sync_left_out = 32,               // a write counts as durable before it was synced
  throttle_ignored = 33,            // the wait that a broker asks for is not kept
  correction_ignored = 34,          // what was booked stays as it was told first
  prices_not_compared = 35,         // whatever price works there, it counts as the accepted one
  step_doubled = 36,                // the walk goes two steps at once
  size_one_more = 37,               // an entry is sized one larger than it may be
  stop_not_touched = 38,            // a price at the stop does not set it off
  position_limit_one_more = 39,     // one more position may be open than is allowed
  puts_read_as_calls = 40,          // the parser's mistake
  tie_rounded_away = 41,            // a price halfway between two ticks goes to the worse one
};
FILLWRIGHT_ENUM(Mutation, none, effect_before_sync, unknown_is_rejected, unknown_is_sent_again,
                cancel_not_awaited, fill_known_by_order, fill_booked_twice, timers_forgotten,
                gate_ignored, absence_is_proof, books_not_compared, worst_price_ignored,
                replaced_without_cancel, fills_not_subtracted, exit_exceeds_held,
                restart_sends_again, orders_not_resumed, exits_not_rearmed, missing_is_cancelled,
                fill_before_answer_dropped, late_fill_dropped, gate_opens_unreconciled,
                reject_retried_at_once, reject_text_dropped, silence_ignored, duplicates_followed,
                staleness_ignored, edits_start_trades, exposure_not_reserved, version_not_checked,
                kill_ignored, timers_written_apart, sync_left_out, throttle_ignored,
                correction_ignored, prices_not_compared, step_doubled, size_one_more,
                stop_not_touched, position_limit_one_more, puts_read_as_calls, tie_rounded_away)

#ifdef FILLWRIGHT_MUTATIONS
inline Mutation chosen_mutation = Mutation::none;  // threads: a test's, before it starts any
inline bool is_mutated(Mutation mutation) { return chosen_mutation == mutation; }
#else
constexpr bool is_mutated(Mutation) { return false; }
#endif

}  // namespace fillwright
