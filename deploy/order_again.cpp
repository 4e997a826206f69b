#include "deploy/order_again.hpp"

#include "adapters/paper/settings_of.hpp"

namespace fillwright {
namespace {

const Address itself{ActorKind::order, "again"};

// Ample cash: what it may cost was reserved then.
PaperSettings broker_settings(const Settings& settings) {
  auto paper = paper_settings_of(settings.paper);
  paper.starting_cash = Money::whole(1'000'000'000'000);
  return paper;
}

}  // namespace

OrderAgain::OrderAgain(const RecordedOrder& recorded, const PricePolicy& policy,
                       const Settings& settings, const Instruments& instruments,
                       std::optional<Timestamp> day_end)
    : recorded_(recorded),
      settings_(settings),
      instruments_(instruments),
      plan_(recorded.plan),
      day_end_(day_end),
      clock_({}),
      broker_(clock_, instruments, broker_settings(settings)),
      capabilities_(broker_.capabilities()),
      board_(instruments),
      order_(policies_) {
  plan_.policy = policy;
  outcome_.policy = policy.name;
  broker_.listen(this);
}

OrderAgain::~OrderAgain() { broker_.listen(nullptr); }

void OrderAgain::on_quote(InstrumentId instrument, const Quote& quote) {
  if (is_over_) return;
  const auto planned_at = plan_.at;
  const bool is_before =
      recorded_.is_after_quote ? quote.time <= planned_at : quote.time < planned_at;
  if (!is_started_ && !is_before) start();
  advance_to(quote.time);
  if (is_over_) return;
  broker_.on_quote(instrument, quote);
  board_.on_quote(instrument, quote,
                  [this](const Address&, const std::string& name) { take(QuoteWake{name}); });
  advance_to(quote.time);
}

void OrderAgain::end_quotes() {
  if (!is_started_) start();
  constexpr auto settling = seconds(5);
  if (!is_over_) advance_to(clock_.now() + settling);
  if (!is_over_) finish(clock_.now());
}

void OrderAgain::start() {
  is_started_ = true;
  advance_to(plan_.at);
  if (day_end_) clock_.at(*day_end_, [this] { broker_.end_of_day(clock_.now()); });
  for (const auto& later : recorded_.later) {
    if (const auto* cancel = std::get_if<CancelRequested>(&later))
      clock_.at(cancel->at, [this, cancel] { take(CancelOrder{cancel->by, cancel->why}); });
    if (const auto* change = std::get_if<ChangeRequested>(&later))
      clock_.at(change->at, [this, change] {
        take(ChangeOrder{change->quantity, change->limit, change->why});
      });
  }
  take(PlaceOrder{plan_});
}

// What answers at once is answered before time goes on.
void OrderAgain::advance_to(Timestamp time) {
  do clock_.advance_to(time);
  while (!is_over_ && clock_.next_due() && *clock_.next_due() <= time);
}

void OrderAgain::take(AnyCommand command) {
  waiting_.push_back(std::move(command));
  if (is_deciding_) return;
  is_deciding_ = true;
  while (!waiting_.empty()) {
    const auto next = std::move(waiting_.front());
    waiting_.pop_front();
    decide(next);
  }
  is_deciding_ = false;
}

void OrderAgain::decide(const AnyCommand& command) {
  Context context;
  context.now = clock_.now();
  context.quote = board_.latest(plan_.instrument);
  context.broker = capabilities_;
  context.epoch = 1;
  context.instruments = &instruments_;
  context.questions = &settings_.questions;
  carry_out(order_.decide(command, context));
}

void OrderAgain::carry_out(Decision decision) {
  for (const auto& [stream, event] : decision.events) {
    order_.evolve(stream, event);
    note(event);
  }
  for (const auto& timer : decision.timers) set_timer(timer);
  for (const auto& interest : decision.interests) board_.set(itself, interest);
  for (auto& request : decision.requests) {
    request.effect = Effect::open;  // what it closed is not in this broker's books
    broker_.send(request);
  }
  for (const auto& tell : decision.tells)
    if (const auto* asked = std::get_if<ReserveExposure>(&tell.command))
      take(TakeRiskAnswer{RefusalReason::none,
                          "",
                          {},
                          asked->worst_price,
                          plan_.account,
                          plan_.order_id,
                          asked->quantity});
  if (order_.is_over() && !is_over_) finish(clock_.now());
}

void OrderAgain::note(const AnyEvent& event) {
  if (const auto* stepped = std::get_if<PriceStepped>(&event)) outcome_.walk.push_back(*stepped);
  if (const auto* filled = std::get_if<OrderFilled>(&event)) outcome_.fills.push_back(*filled);
}

void OrderAgain::set_timer(const TimerRequest& timer) {
  const auto number = ++timers_set_;
  timers_[timer.name] = number;
  if (!timer.due) return;
  clock_.at(*timer.due,
            [this, name = timer.name, number, due = *timer.due, generation = timer.generation] {
              if (timers_[name] == number && !is_over_) take(TimerDue{name, generation, due});
            });
}

void OrderAgain::finish(Timestamp at) {
  is_over_ = order_.is_over();
  outcome_.outcome = order_.state().outcome;
  outcome_.ended_at = at;
  outcome_.last_quote = board_.latest(plan_.instrument);
}

void OrderAgain::on_answer(const BrokerAnswer& answer) { take(NoteAnswer{answer}); }
void OrderAgain::on_fill(const BrokerFill& fill) { take(NoteFill{fill}); }
void OrderAgain::on_order_ended(const BrokerOrder& order) { take(NoteEnded{order}); }

}  // namespace fillwright
