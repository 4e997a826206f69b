#include "tests/benchmarks/world.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>

#include "adapters/alerts/alert_record.hpp"
#include "adapters/calendar/time_zones.hpp"

namespace fillwright::bench {

const Timestamp opening = *parse_time("2026-11-20T10:00:00-05:00");

void require(bool holds, const std::string& what) {
  if (holds) return;
  std::fprintf(stderr, "fillwright_benchmarks: %s\n", what.c_str());
  std::exit(1);
}

Timestamp RunningClock::now() const {
  return opening + Duration{(SteadyClock::now() - began_) / std::chrono::nanoseconds(1)};
}
void RunningClock::run_due() {
  const auto until = now();
  while (queue_.next_due() && *queue_.next_due() <= until) queue_.pop()();
}

Quote QuietMarket::quote(Price bid, Price ask, Timestamp at) {
  Quote quote;
  quote.bid = bid;
  quote.ask = ask;
  quote.bid_size = quote.ask_size = Quantity::whole(10);
  quote.time = at;
  return quote;
}
bool QuietMarket::watch(const InstrumentDefined& instrument) {
  if (sink_) sink_(instrument.instrument, quote(bid_, ask_, clock_.now()));
  return true;
}

QuietBroker::QuietBroker(const Clock& clock) : clock_(clock) {
  lists.cash = free_settings().paper.cash;
}
void QuietBroker::send(const BrokerRequest& request) {
  if (on_send) on_send(request);
  BrokerAnswer answer;
  answer.kind = AnswerKind::accepted;
  answer.request = request.kind;
  answer.client_order_id = request.client_order_id;
  answer.broker_order_id = "b" + request.client_order_id;
  answer.at = clock_.now();
  if (listener_) listener_->on_answer(answer);
}
void QuietBroker::ask_books(Timestamp) {
  if (is_asked_in_vain) return;
  lists.at = clock_.now();
  if (listener_) listener_->on_books(lists);
}

Settings free_settings() {
  Settings settings;
  settings.alerts.users = {{"ann", every_class}};
  settings.alerts.channels = {{"calls", every_class}};
  settings.size.sizer = Sizer::fixed_contracts;
  settings.size.max_per_trade = {};
  settings.paper.cash = Money::whole(1'000'000'000);
  settings.risk.max_position_percent = {};
  settings.risk.max_per_symbol_percent = {};
  settings.risk.max_exposure_percent = {};
  settings.risk.max_open_positions = no_limit;
  settings.risk.max_orders_per_minute = no_limit;
  settings.risk.daily_loss_percent = {};
  settings.risk.losses_in_a_row = 0;
  settings.risk.blocks_pending = false;
  return settings;
}

namespace {
MarketCalendar open_calendar() {
  auto calendar = load_market_calendar("America/New_York", true);
  require(calendar.has_value(), "no time zones");
  return std::move(*calendar);
}
}  // namespace

World::World(Journal& journal, Clock& clock, Broker& broker, Instruments& instruments,
             Settings settings, Price bid, Price ask, RuntimeOptions options)
    : settings_(std::move(settings)), calendar_(open_calendar()), market_(clock, bid, ask) {
  engine_ = std::make_unique<Engine>(
      EngineParts{journal, clock, instruments, broker, market_, settings_, calendar_},
      std::move(options));
  market_.listen([this](InstrumentId instrument, const Quote& quote) {
    engine_->on_quote(instrument, quote);
  });
  const auto started = engine_->start({"1", "bench", "bench", 1, "bench", {}, {}});
  require(started.has_value(), started ? "" : started.error());
}
World::~World() = default;

namespace {
std::string line_of_alert(std::size_t i, Timestamp sent_at, const std::string& price) {
  constexpr std::array symbols = {"SPY",  "QQQ", "IWM",  "AAPL", "MSFT",
                                  "NVDA", "AMD", "TSLA", "META", "AMZN"};
  const auto symbol = symbols[i % symbols.size()];
  const auto strike = 100 + i / symbols.size() / 2 % 1000;
  const auto* right = i / symbols.size() % 2 == 0 ? "c" : "p";
  return R"({"channel": "calls", "author": "ann", "message_id": ")" + std::to_string(i) +
         R"(", "text": "BTO )" + symbol + " " + std::to_string(strike) + right + " 12/18" + price +
         R"(", "sent_at": ")" + to_text(sent_at) + R"("})";
}
}  // namespace

std::string alert_line(std::size_t i, Timestamp sent_at) {
  return line_of_alert(i, sent_at, " @ 1.00");
}
std::string unpriced_alert_line(std::size_t i, Timestamp sent_at) {
  return line_of_alert(i, sent_at, "");
}

void tell_alert(Engine& engine, std::string_view line, std::size_t number, Timestamp now) {
  const auto input = read_alert_record({line, "file:bench", number, now});
  const auto* message = std::get_if<ReceiveMessage>(&input.what);
  require(message != nullptr, "an alert line is not a record");
  auto command = *message;
  command.message.received_at = now;
  engine.tell({ActorKind::desk, ""}, command, "caller:ann");
}

}  // namespace fillwright::bench
