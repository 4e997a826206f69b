// Sentences and policies in words: one safe line for whatever an event holds.
#include "replay/ask/sentences.hpp"

#include <rapidcheck.h>

#include <catch2/catch.hpp>
#include <limits>

#include "events/codec.hpp"
#include "replay/ask/policy_text.hpp"
#include "tests/support/random_events.hpp"
#include "tests/support/sample_events.hpp"
#include "tests/support/story_events.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {

bool is_one_safe_line(const std::string& text) {
  for (const char c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) return false;
  return !text.empty();
}

}  // namespace

TEST_CASE("every event has a sentence of its own") {
  const Instruments none;
  for (const auto type : all_types()) {
    INFO(type_name(type));
    const auto text = sentence(fillwright::testing::filled_event(type), none);
    CHECK(is_one_safe_line(text));
    CHECK_FALSE(text.starts_with(type_name(type)));
  }
}

TEST_CASE("no event's content breaks out of its line") {
  for (const auto type : all_types()) {
    INFO(type_name(type));
    const auto hostile = fillwright::testing::filled_event(type, "a\x1B[2J\r\n\x7F\xFF");
    CHECK(is_one_safe_line(sentence(hostile, Instruments())));
  }
  CHECK(rc::check([] {
    const auto types = all_types();
    const auto type = types[*rc::gen::inRange<std::size_t>(0, types.size())];
    RC_ASSERT(is_one_safe_line(sentence(fillwright::testing::random_event(type), Instruments())));
  }));
}

// Nothing is computed from what an event says: the sum of two numbers may be none.
TEST_CASE("numbers of any size are told as they are") {
  OrderReopened reopened;
  reopened.client_order_id = "o.1";
  reopened.quantity = {std::numeric_limits<std::int64_t>::max()};
  reopened.filled = {std::numeric_limits<std::int64_t>::min()};
  CHECK(sentence(reopened, Instruments()) ==
        "open again: -9223372036854.775808 of 9223372036854.775807 filled, the rest of o.1 still "
        "works at the broker");
}

TEST_CASE("a policy reads as it works") {
  PricePolicy discovery;
  discovery.start = PriceStart::mid_or_alert;
  discovery.step = PriceStep::ticks;
  discovery.step_size = 1;
  discovery.pace = seconds(20);
  discovery.max_prices = 4;
  discovery.max_time = seconds(90);
  discovery.caps = {{CapBase::far_side, {}},
                    {CapBase::alert_price, {{OffsetUnit::percent, price("5")}}}};
  discovery.end = EndAction::leave_day;
  discovery.is_converting = true;
  discovery.convert_ticks = 1;
  CHECK(policy_text(discovery) ==
        "starts at mid or alert; 1 tick every 20 s; at most 4 prices in 90 s; never past far side, "
        "alert price + 5 %; at the end leave day; takes the far side when within 1 tick of it");
  PricePolicy ladder;
  ladder.start = PriceStart::far_side;
  ladder.start_offset = {OffsetUnit::money, price("-0.03")};
  ladder.step = PriceStep::amount;
  ladder.step_amounts = {{OffsetUnit::percent, price("5")}, {OffsetUnit::money, price("0.03")}};
  ladder.pace = seconds(20);
  ladder.max_prices = 2;
  ladder.end = EndAction::cancel;
  CHECK(policy_text(ladder) ==
        "starts at far side - 0.03; a step of + 5 % or + 0.03 every 20 s; at most 2 prices; "
        "at the end cancel");
}
