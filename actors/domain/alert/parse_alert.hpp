// What a message of a caller says: text -> readings, or why there is none. Being wrong costs money
// one way and only an opportunity the other, so whatever leaves two readings is refused.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "events/alert_events.hpp"

namespace fillwright {

// What the channel's configuration and the clock say about a message.
struct ParseRules {
  bool is_free_text = false;  // else only the strict grammar is read
  Date today;                 // exchange date of the message
  // Fill a missing expiry of an opening call. Both off unless configured.
  bool is_index_zero_dte = false;   // SPY, QQQ, IWM: today
  bool is_weekly_default = false;   // anything else: this week's Friday
  std::size_t longest_text = 4000;  // bytes; longer messages are malformed
};

struct AlertRefusal {
  RefusalReason reason = RefusalReason::none;
  std::string detail;  // what was wrong, what was expected
  bool operator==(const AlertRefusal&) const = default;
};

// Reads `text` in time linear in its length; any bytes are safe. One reading per call, in the order
// of the text; a get-ready is a reading too (action get_ready) and orders nothing. When
// `rules.today` is given, the expiry of a reading is a day that exists; it may be past: see
// resolve_expiry.
tl::expected<std::vector<Reading>, AlertRefusal> parse_alert(std::string_view text,
                                                             const ParseRules& rules);

}  // namespace fillwright
