// One trade told by hand, from the message to the take-profit that is resting: what the tests of
// `replay/ask` ask about.
#pragma once

#include "tests/support/story_events.hpp"

namespace fillwright::test {

inline MessageReceived said(const Teller& t, std::string id, std::string author, std::string text) {
  MessageReceived message;
  message.source = "stdin";
  message.channel = "options";
  message.message_id = std::move(id);
  message.author = std::move(author);
  message.text = std::move(text);
  message.text_bytes = message.text.size();
  message.sent_at = t.feed.now();
  message.received_at = t.feed.now() + milliseconds(120);
  return message;
}

// alice calls 2 SPY 680 calls at 1.30; the walk goes 1.20, 1.21; one fills at 1.20, one at 1.21.
// mallory says something hostile. Half is offered at the double.
inline Teller trade_story() {
  Teller t;
  t.define();
  auto& feed = t.feed;
  feed.add("message/stdin/17",
           said(t, "17", "alice", "BTO SPY 680c 12/04 @ 1.30 \x1b[2J<b>\xff&amp;"));
  AlertRead read;
  read.reading.action = CallAction::open;
  read.reading.kind = AssetClass::option;
  read.reading.side = Side::buy;
  read.reading.symbol = "SPY";
  read.reading.strike = price("680");
  read.reading.right = Right::call;
  read.reading.expiry = "12/04";
  read.reading.price = price("1.30");
  read.grammar = "strict";
  read.instrument = {1};
  read.workflow_id = "w1";
  read.account = "paper";
  feed.add("message/stdin/17", read);
  t.start("w1", "alice", "message/stdin/17");
  SizeChosen size;
  size.sizer = "percent_of_buying_power";
  size.buying_power = money("3000");
  size.percent = {100'000};
  size.budget = money("300");
  size.price = price("1.20");
  size.multiplier = contracts(100);
  size.quantity = contracts(2);
  size.limited_by = "budget";
  size.quote = t.quote("1.10", "1.30");
  feed.add("workflow/w1", size);
  OrderRequested request;
  request.order_id = "w1-1";
  request.instrument = {1};
  request.quantity = contracts(2);
  request.policy = "discovery";
  request.alert_price = price("1.30");
  feed.add("workflow/w1", request);
  t.plan("w1-1", "w1", Side::buy, 2);
  ExposureReserved reserved;
  reserved.order_id = "w1-1";
  reserved.workflow_id = "w1";
  reserved.instrument = {1};
  reserved.quantity = contracts(2);
  reserved.worst_price = price("1.30");
  reserved.money = money("260");
  reserved.buying_power = money("3000");
  reserved.checks = {"max_per_trade: 500, asked 260"};
  reserved.trading_day = *parse_date("2026-11-20");
  feed.add("account/paper", reserved);
  feed.add("order/w1-1", RiskPassed{money("260"), price("1.30"), feed.now()});
  t.step("w1-1", 1, "1.20", t.quote("1.10", "1.30"));
  t.attempt("w1-1", 1, AttemptKind::submit, "1.20", 2);
  feed.wait(milliseconds(12));
  t.accept("w1-1", 1);
  feed.wait(seconds(8));
  OrderFilled fill;
  fill.execution_id = "x1";
  fill.instrument = {1};
  fill.quantity = fill.order_quantity = contracts(1);
  fill.price = price("1.20");
  fill.fees = money("0.65");
  fill.quote = t.quote("1.16", "1.20");
  fill.at = feed.now();
  feed.add("order/w1-1", fill);
  feed.wait(seconds(12));
  t.step("w1-1", 2, "1.21", t.quote("1.12", "1.30"));
  t.attempt("w1-1", 2, AttemptKind::replace, "1.21", 2);
  feed.wait(milliseconds(9));
  t.accept("w1-1", 2);
  feed.wait(seconds(3));
  fill.execution_id = "x2";
  fill.price = price("1.21");
  fill.quote = t.quote("1.13", "1.21");
  fill.at = feed.now();
  feed.add("order/w1-1", fill);
  feed.add("order/w1-1", OrderCompleted{contracts(2), price("1.205"), money("1.3"), feed.now()});
  t.plan("w1-2", "w1", Side::sell, 1, Purpose::target);
  feed.wait(seconds(60));
  feed.add("message/stdin/18", said(t, "18", "mallory", "good morning"));
  feed.add("message/stdin/18", AlertRefused{RefusalReason::talk, "there is no order in it", {}});
  return t;
}

}  // namespace fillwright::test
