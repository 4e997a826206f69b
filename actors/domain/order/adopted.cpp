// Differences between the broker's books and ours that an order settles by itself.
#include "actors/domain/order/turn.hpp"

namespace fillwright::order {
namespace {

DifferenceFound adopted(const Turn& turn, DifferenceRule rule, std::string subject,
                        std::string ours, std::string theirs, std::string done) {
  DifferenceFound difference;
  difference.subject = std::move(subject);
  difference.ours = std::move(ours);
  difference.theirs = std::move(theirs);
  difference.done = "adopted: " + std::move(done);
  difference.order_id = turn.order.plan->order_id;
  difference.rule = rule;
  difference.instrument = turn.order.plan->instrument;
  return difference;
}

bool is_end(const AnyEvent& event) {
  return std::holds_alternative<OrderCancelled>(event) ||
         std::holds_alternative<OrderExpired>(event) ||
         std::holds_alternative<OrderRejected>(event) ||
         std::holds_alternative<LiveOrderGone>(event);
}

std::string describe(const std::string& execution_id, const FillFigures& figures) {
  return execution_id + ": " + to_text(figures.quantity) + " at " + to_text(figures.price) +
         ", fees " + to_text(figures.fees);
}

}  // namespace

void tell_adopted(Turn& turn, std::size_t first, bool was_unknown) {
  std::vector<DifferenceFound> differences;
  bool has_ended = false;
  for (auto i = first; i < turn.decision.events.size(); ++i) {
    const auto& event = turn.decision.events[i].event;
    if (std::holds_alternative<AttemptAccepted>(event) && was_unknown)
      differences.push_back(adopted(turn, DifferenceRule::message_found, "message", "no answer",
                                    "it is there", "it was accepted"));
    if (std::holds_alternative<AttemptNeverArrived>(event) && was_unknown)
      differences.push_back(adopted(turn, DifferenceRule::message_absent, "message", "no answer",
                                    "no trace of it", "it never arrived"));
    if (const auto* corrected = std::get_if<FillCorrected>(&event))
      differences.push_back(adopted(turn, DifferenceRule::fill_corrected, "fill",
                                    describe(corrected->execution_id, corrected->before),
                                    describe(corrected->execution_id, corrected->now),
                                    "the books' figures count"));
    if (const auto* price = std::get_if<LivePriceDiffers>(&event))
      differences.push_back(adopted(turn, DifferenceRule::price_differs, "price",
                                    price->client_order_id + " at " + to_text(price->before),
                                    to_text(price->limit), "theirs counts, ours is asked anew"));
    if (is_end(event) && !has_ended) {
      has_ended = true;
      differences.push_back(adopted(turn, DifferenceRule::order_ended, "order", "open", "ended",
                                    "it has ended here, too"));
    }
  }
  for (auto& difference : differences)
    turn.decision.tell({ActorKind::gateway, turn.order.plan->account},
                       NoteDifference{std::move(difference)});
}

}  // namespace fillwright::order
