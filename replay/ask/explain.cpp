// `explain`: one order's story, from what was said to what came of it, as text.
#include "replay/ask/explain_json.hpp"
#include "replay/ask/json_rows.hpp"
#include "replay/ask/order_story.hpp"
#include "replay/ask/plain_text.hpp"
#include "replay/ask/policy_text.hpp"
#include "replay/ask/sentences.hpp"

namespace fillwright {
namespace {

class Teller {
 public:
  explicit Teller(const OrderStory& story)
      : s_(story), instruments_(story.table.instruments), order_(story.order) {}

  std::string tell() {
    head();
    said();
    read();
    causes();
    size();
    risk();
    walk();
    messages();
    fills();
    price();
    result();
    followed();
    return out_;
  }

 private:
  void title(std::string_view text) { out_ += '\n' + std::string(text) + '\n'; }
  void line(const std::string& text) { out_ += "  " + text + '\n'; }
  std::string name() const { return instrument_name(instruments_, order_.instrument); }

  void head() {
    out_ += "Order " + safe_text(order_.order_id) + " (" + words_of(order_.purpose) +
            "): " + words_of(order_.side) + ' ' + to_text(order_.quantity) + ' ' + name() +
            " for account " + safe_text(order_.account) + (order_.is_dry_run ? ", a dry run" : "") +
            ".\n";
    out_ += "It is " + words_of(order_.phase);
    if (!order_.filled.is_zero())
      out_ += ": " + to_text(order_.filled) + " of " + to_text(order_.quantity) + " filled at " +
              price_text(order_.average) + " on average, fees " + money_text(order_.fees);
    if (order_.refusal != RefusalReason::none) out_ += " (" + words_of(order_.refusal) + ")";
    if (!order_.reason.empty()) out_ += ": " + words(safe_text(order_.reason));
    out_ += ".\n";
  }

  void said() {
    title("What was said");
    const auto* message = s_.message ? std::get_if<MessageReceived>(&s_.message->event) : nullptr;
    if (!message)
      return line("No message is recorded; the order was wanted by its workflow alone.");
    line(time_text(message->sent_at) + "  " + safe_text(message->author) + " in " +
         safe_text(message->channel) + " (" + safe_text(message->source) + ", message " +
         safe_text(message->message_id) + "):");
    line("  \"" + safe_text(message->text) + '"');
    if (message->sent_at.ns && message->received_at >= message->sent_at)
      line("Received " + span_text(since(message->sent_at, message->received_at)) + " later, seq " +
           std::to_string(s_.message->seq) + ".");
  }

  void read() {
    if (!s_.read) return;
    title("How it was read");
    line(capital(sentence(s_.read->event, instruments_)) + ".");
  }

  // What happened between the message and the order; for an exit, the fill or trigger behind it.
  void causes() {
    title("What led to it");
    bool is_any = false;
    for (const auto& cause : s_.led_to_it) {
      if (std::holds_alternative<MessageReceived>(cause.event) ||
          std::holds_alternative<AlertRead>(cause.event) ||
          std::holds_alternative<SizeChosen>(cause.event) ||
          std::holds_alternative<OrderRequested>(cause.event))
        continue;
      is_any = true;
      event_line(cause);
    }
    if (s_.request) line(capital(sentence(*s_.request, instruments_)) + ".");
    if (!is_any && !s_.request) line("Nothing before it is recorded.");
  }

  void size() {
    if (!s_.size || !is_entry(order_.purpose)) return;
    title("Why this size");
    line(capital(sentence(*s_.size, instruments_)) + ".");
    if (s_.size->quote.time.ns) line("The quote then: " + quote_text(s_.size->quote) + ".");
  }

  void risk() {
    title("Risk check");
    if (s_.risk_refused) line(capital(sentence(*s_.risk_refused, instruments_)) + ".");
    if (s_.reserved) {
      line("Passed: " + sentence(*s_.reserved, instruments_) + ".");
      for (const auto& check : s_.reserved->checks) line("  " + safe_text(check));
    } else if (s_.risk_passed) {
      line(capital(sentence(*s_.risk_passed, instruments_)) + ".");
    }
    if (!s_.risk_refused && !s_.reserved && !s_.risk_passed) line("None is recorded.");
  }

  void walk() {
    const auto* fixed = s_.plan && s_.plan->type == OrderType::stop ? "The price: a stop at "
                                                                    : "The price: fixed at ";
    title(s_.plan && s_.plan->limit ? fixed + price_text(*s_.plan->limit)
                                    : "The walk, by policy " + safe_text(order_.policy));
    if (s_.plan) bracket(*s_.plan);
    if (s_.plan && !s_.plan->limit) line(capital(policy_text(s_.plan->policy)) + ".");
    if (s_.plan && s_.plan->hard_cap) line("Never past " + price_text(*s_.plan->hard_cap) + ".");
    if (s_.walk.empty()) line("No price was stepped.");
    for (const auto& event : s_.walk) event_line(event);
  }

  void bracket(const OrderPlanned& plan) {
    if (!plan.parent.empty())
      line("It goes out with the message of its entry, " + safe_text(plan.parent) + ".");
    if (plan.children.empty()) return;
    std::string exits;
    for (const auto& child : plan.children)
      exits += (exits.empty() ? "" : ", ") + safe_text(child.order_id) +
               (child.type == OrderType::stop ? " (a stop at " : " (at ") +
               price_text(child.limit) + ")";
    line("Its exits go out with its message: " + exits + ".");
  }

  void messages() {
    if (s_.attempts.empty()) return;
    title("Messages to the broker");
    for (const auto& attempt : s_.attempts) {
      line(clock_text(attempt.sent.at) + "  " + sentence(attempt.sent, instruments_));
      for (const auto& answer : attempt.answers)
        line("    " + words(answer.kind) + " after " +
             span_text(since(attempt.sent.at, answer.at)) +
             (answer.text.empty() ? "" : ": " + safe_text(answer.text)) +
             (answer.evidence.empty() || answer.evidence == "answer"
                  ? ""
                  : " (by " + safe_text(answer.evidence) + ")"));
      if (attempt.answers.empty()) line("    no answer is recorded");
    }
  }

  void fills() {
    title("Fills");
    if (s_.fills.empty()) line("None.");
    for (const auto& fill : s_.fills) {
      line(clock_text(fill.fill.at) + "  " + sentence(fill.fill, instruments_));
      for (const auto& corrected : fill.corrections)
        line("    " + clock_text(corrected.at) + "  " + sentence(corrected, instruments_));
      if (fill.quality) line("    " + quality_text(*fill.quality));
      if (fill.effect)
        line("    held " + to_text(fill.effect->held_before) + " → " +
             to_text(fill.effect->held_after) + ", realised " + signed_text(fill.effect->realised) +
             " before fees");
    }
  }

  void price() {
    if (!s_.since_start && !s_.at_fills) return;
    title("The price it got");
    line("Average " + price_text(order_.average) + " over " + to_text(order_.filled) + ".");
    if (s_.at_fills) line("Against the quotes at the fills: " + quality_text(*s_.at_fills) + ".");
    if (s_.since_start)
      line("Against the quote when the walk began: " + quality_text(*s_.since_start) + ".");
  }

  void result() {
    title("What came of it");
    if (s_.positions.empty()) line("Nothing was traded.");
    for (const auto& open : s_.positions) {
      const auto& row = *open.position;
      auto text = instrument_name(instruments_, row.instrument) + ": ";
      text += row.quantity.is_zero()
                  ? "flat"
                  : to_text(row.quantity) + " held at " + price_text(row.average());
      text += "; realised " + signed_text(row.realised) + ", fees " + money_text(row.fees) +
              ", net " + signed_text(row.net());
      if (!row.quantity.is_zero() && open.mark)
        text += "; unrealised " + signed_text(open.unrealised) + " at the mid " +
                price_text(middle(*open.mark)) + " of " + time_text(open.mark->time);
      line(text + ".");
    }
  }

  void followed() {
    if (s_.followed.empty()) return;
    title("What followed");
    for (const auto& row : s_.followed)
      line(time_text(row.planned_at) + "  order " + safe_text(row.order_id) + " (" +
           words_of(row.purpose) + "): " + words_of(row.side) + ' ' + to_text(row.quantity) + ' ' +
           instrument_name(instruments_, row.instrument) + ", " + words_of(row.phase) +
           (row.filled.is_zero() ? ""
                                 : ", " + to_text(row.filled) + " at " + price_text(row.average)) +
           (row.reason.empty() ? "" : ": " + words(safe_text(row.reason))));
  }

  void event_line(const StoryEvent& event) {
    line(clock_text(event.event_time) + "  " + sentence(event.event, instruments_));
  }
  static std::string quality_text(const PriceQuality& quality) {
    return better_text(quality.against_mid, "mid") + ", " +
           better_text(quality.against_natural, "natural");
  }
  static std::string better_text(Money money, const std::string& than) {
    if (money.is_zero()) return "exactly the " + than;
    return (money.units > 0 ? money_text(money) + " better than the "
                            : money_text(times(money, -1)) + " worse than the ") +
           than;
  }
  static std::string capital(std::string text) {
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] += 'A' - 'a';
    return text;
  }

  const OrderStory& s_;
  const Instruments& instruments_;
  const OrderRow& order_;
  std::string out_;
};

}  // namespace

Answer explain_order(const JournalReader& journal, const std::string& order_id,
                     const AskOptions& options) {
  const auto story = gather_story(journal, order_id, options);
  if (!story) return tl::unexpected(story.error());
  if (options.is_json) return story_json(*story) + '\n';
  return Teller(*story).tell() + unknown_note(story->folded);
}

}  // namespace fillwright
