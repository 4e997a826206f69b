#include "replay/ask/order_story.hpp"

#include <algorithm>

#include "replay/ask/scope.hpp"

namespace fillwright {
namespace {

// Each fill's effect on what is held, beside the rest of the P&L.
struct EffectsOf {
  std::string order_id;
  std::uint64_t last_seq = 0;
  Positions positions{};
  std::map<std::uint64_t, FillEffect> by_seq{};

  void apply(const EventMeta& meta, const AnyEvent& event) {
    if (!take_seq(*this, meta)) return;
    const auto* effect = positions.apply(meta, event);
    if (effect && !effect->is_correction && effect->order_id == order_id)
      by_seq[meta.seq] = *effect;
  }
};

std::optional<PriceQuality> quality_of(Side side, Price paid, Quantity quantity,
                                       Quantity multiplier, const Quote& quote) {
  if (!is_whole(quote)) return std::nullopt;
  const auto against = [&](Price reference) {
    return value_of(times(minus(reference, paid), sign(side)), quantity, multiplier);
  };
  return PriceQuality{against(middle(quote)), against(side == Side::buy ? quote.ask : quote.bid)};
}

void add_to(std::optional<PriceQuality>& sum, const std::optional<PriceQuality>& part) {
  if (!part) return;
  if (!sum) sum.emplace();
  sum->against_mid = plus(sum->against_mid, part->against_mid);
  sum->against_natural = plus(sum->against_natural, part->against_natural);
}

AttemptStory* find_attempt(OrderStory& story, std::uint32_t number) {
  for (auto& attempt : story.attempts)
    if (attempt.sent.attempt == number) return &attempt;
  return nullptr;
}

// Takes what one event of the order's own stream or account says of it.
struct Gatherer {
  OrderStory& to;
  const StoryEvent& event;

  bool is_own() const { return event.stream == "order/" + to.order.order_id; }
  bool is_of_workflow() const { return event.stream == "workflow/" + to.order.workflow_id; }
  bool is_early() const { return event.seq < to.order.first_seq; }

  void on(const SizeChosen& e) {
    if (is_of_workflow() && is_early()) to.size = e;
  }
  void on(const OrderRequested& e) {
    if (e.order_id == to.order.order_id) to.request = e;
  }
  void on(const OrderPlanned& e) {
    if (is_own()) to.plan = e;
  }
  void on(const ExposureReserved& e) {
    if (e.order_id == to.order.order_id) to.reserved = e;
  }
  void on(const RiskRefused& e) {
    if (e.order_id == to.order.order_id) to.risk_refused = e;
  }
  void on(const RiskPassed& e) {
    if (is_own()) to.risk_passed = e;
  }
  void on(const PriceStepped&) { keep_walk(); }
  void on(const StepHeld&) { keep_walk(); }
  void on(const WalkEnded&) { keep_walk(); }
  void on(const AttemptStarted& e) {
    if (is_own()) to.attempts.push_back({e, {}});
  }
  void on(const AttemptAccepted& e) {
    answer(e.attempt, {"accepted", e.broker_order_id, e.evidence, e.at});
  }
  void on(const AttemptRejected& e) {
    answer(e.attempt,
           {"rejected", e.code + (e.text.empty() ? "" : ": ") + e.text, e.evidence, e.at});
  }
  void on(const AttemptUnknown& e) { answer(e.attempt, {"unknown", e.why, "", e.at}); }
  void on(const AttemptNeverArrived& e) {
    answer(e.attempt, {"never_arrived", "", e.evidence, e.at});
  }
  void on(const AttemptQuestioned& e) {
    answer(e.attempt, {"questioned", e.question_id + ": " + e.text, "", e.at});
  }
  void on(const OrderFilled& e) {
    if (!is_own()) return;
    to.fills.push_back({e, {}, {}});
    judge(to.fills.back());
  }
  void on(const FillCorrected& e) {
    if (!is_own()) return;
    for (auto& fill : to.fills) {
      if (fill.fill.execution_id != e.execution_id) continue;
      fill.fill.quantity = e.now.quantity;
      fill.fill.order_quantity = e.now.order_quantity;
      fill.fill.price = e.now.price;
      fill.fill.fees = e.now.fees;
      fill.corrections.push_back(e);
      judge(fill);
    }
  }
  template <class Other>
  void on(const Other&) {}

 private:
  void judge(FillStory& fill) const {
    const auto& e = fill.fill;
    const bool is_leg = e.instrument.number != 0 && e.instrument != to.order.instrument;
    if (e.quote && !is_leg)
      fill.quality = quality_of(e.side, e.price, e.quantity, to.order.multiplier, *e.quote);
  }
  void keep_walk() {
    if (is_own()) to.walk.push_back(event);
  }
  void answer(std::uint32_t number, AttemptAnswer what) {
    if (!is_own()) return;
    if (auto* attempt = find_attempt(to, number)) attempt->answers.push_back(std::move(what));
  }
};

// The chain of causes, as far as the story has them; then what was said and how it was read. What
// was decided together has one cause, and what follows names the last of it: the events before that
// one, of the same cause, belong to the chain too.
void find_causes(OrderStory& story) {
  const auto* event = story.story.find(story.order.first_seq);
  const auto is_beside = [](const StoryEvent& a, const StoryEvent& b) {
    return a.causation == b.causation && a.correlation == b.correlation;
  };
  // A cause is always earlier, so that this ends.
  while (event && event->causation != 0 && event->causation < event->seq) {
    event = story.story.find(event->causation);
    while (event) {
      story.led_to_it.push_back(*event);
      const auto* before = story.story.find(event->seq - 1);
      if (!before || !is_beside(*before, *event)) break;
      event = before;
    }
  }
  std::reverse(story.led_to_it.begin(), story.led_to_it.end());
  for (const auto& cause : story.led_to_it)
    if (std::holds_alternative<MessageReceived>(cause.event)) story.message = cause;
  // Caused by something without a parent, a quote perhaps: then what started the workflow.
  if (!story.message)
    for (const auto& other : story.story.events)
      if (other.stream == story.order.message &&
          std::holds_alternative<MessageReceived>(other.event))
        story.message = other;
  if (!story.message) return;
  for (const auto& other : story.story.events) {
    const auto* read = std::get_if<AlertRead>(&other.event);
    if (read && other.stream == story.message->stream && other.seq < story.order.first_seq &&
        (read->workflow_id.empty() || read->workflow_id == story.order.workflow_id))
      story.read = other;
  }
}

void reckon_start(OrderStory& story) {
  if (story.order.filled.units <= 0) return;
  for (const auto& event : story.walk) {
    const auto* first = std::get_if<PriceStepped>(&event.event);
    if (!first) continue;
    story.since_start = quality_of(story.order.side, story.order.average, story.order.filled,
                                   story.order.multiplier, first->quote);
    return;
  }
}

}  // namespace

tl::expected<OrderStory, std::string> gather_story(const JournalReader& journal,
                                                   const std::string& order_id,
                                                   const AskOptions& options) {
  OrderStory story;
  Orders orders;
  Links links;
  EffectsOf effects{order_id};
  const auto folded = fold_until(journal, options, orders, links, effects, story.table, story.pnl);
  if (!folded) return tl::unexpected(folded.error());
  story.folded = *folded;
  for (const auto& mark : options.marks) story.pnl.marks.take(mark);
  const auto* order = orders.find(order_id);
  if (!order) {
    std::vector<std::string> known;
    for (const auto& row : orders.rows) known.push_back(row.order_id);
    return tl::unexpected(unknown_id("order", order_id, known));
  }
  story.order = *order;
  if (const auto* workflow = links.find_workflow(order->workflow_id))
    story.story.scope.add_workflow(*workflow);
  story.story.scope.add_order(order_id);
  if (const auto again = fold_until(journal, options, story.story); !again)
    return tl::unexpected(again.error());

  for (const auto& event : story.story.events) {
    Gatherer gatherer{story, event};
    std::visit([&](const auto& what) { gatherer.on(what); }, event.event);
  }
  for (const auto& fill : story.fills) add_to(story.at_fills, fill.quality);
  find_causes(story);
  std::size_t next = 0;  // fills and effects are both in the order of the journal
  for (const auto& [seq, effect] : effects.by_seq)
    if (next < story.fills.size()) story.fills[next++].effect = effect;
  reckon_start(story);
  for (const auto& row : orders.rows)
    if (!row.workflow_id.empty() && row.workflow_id == order->workflow_id &&
        row.first_seq > order->first_seq)
      story.followed.push_back(row);
  for (const auto& row : story.pnl.positions.rows) {
    if (row.workflow_id != order->workflow_id || row.account != order->account) continue;
    if (order->workflow_id.empty() && row.instrument != order->instrument) continue;
    const auto* mark = story.pnl.marks.find(row.instrument);
    story.positions.push_back({&row, mark, mark ? row.unrealised(middle(*mark)) : Money{}});
  }
  return story;
}

}  // namespace fillwright
