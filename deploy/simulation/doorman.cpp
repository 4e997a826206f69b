#include "deploy/simulation/doorman.hpp"

#include <array>
#include <utility>

namespace fillwright::simulation {
namespace {

BrokerAnswer turned_away(const BrokerRequest& request, AnswerKind kind, std::string text,
                         Timestamp now) {
  BrokerAnswer answer;
  answer.kind = kind;
  answer.request = request.kind;
  answer.client_order_id = request.client_order_id;
  answer.text = std::move(text);
  answer.at = now;
  return answer;
}

}  // namespace

Doorman::Doorman(std::uint64_t seed, const Clock& clock, Tell tell)
    : clock_(clock), tell_(std::move(tell)), random_(seed, "doorman") {
  constexpr std::array<std::uint64_t, 3> rates{3, 8, 20};
  throttles_unprocessed_ = random_.has_luck(50);
  if (random_.has_luck(15)) throttled_ = rates[random_.below(rates.size())];
  if (random_.has_luck(12)) unauthorised_ = rates[random_.below(rates.size())];
}

void Doorman::heal() {
  throttled_ = unauthorised_ = 0;
  busy_until_ = unknown_until_ = {};
}

void Doorman::begin_wait() { busy_until_ = clock_.now() + milliseconds(random_.between(0, 8'000)); }

BrokerAnswer Doorman::too_many(const BrokerRequest& request) const {
  auto answer = turned_away(request, AnswerKind::throttled, "429: too many", clock_.now());
  answer.retry_after = std::max(busy_until_ - clock_.now(), Duration{});
  return answer;
}

std::optional<BrokerAnswer> Doorman::answer(const BrokerRequest& request) {
  if (knows_us() && unauthorised_ > 0 && random_.has_luck(unauthorised_)) {
    unknown_until_ = clock_.now() + milliseconds(random_.between(100, 30'000));
    is_hard_ = random_.has_luck(30);
    was_hard_ |= is_hard_;
  }
  if (!knows_us()) {
    tell_(is_hard_ ? "unknown for good" : "unauthorised",
          "401 to " + request.client_order_id + " until " + to_text(unknown_until_),
          request.order_id);
    auto answer = turned_away(request, AnswerKind::unauthorised, "401", clock_.now());
    answer.is_hard = is_hard_;
    return answer;
  }
  const bool is_busy = clock_.now() < busy_until_;
  // Where some are taken all the same, the others are not.
  const bool begins = throttled_ > 0 && random_.has_luck(throttled_) &&
                      (throttles_unprocessed_ || random_.has_luck(50));
  if (!is_busy && !begins) return std::nullopt;
  if (!is_busy) begin_wait();
  tell_("throttled", "429 to " + request.client_order_id + " until " + to_text(busy_until_),
        request.order_id);
  return too_many(request);
}

void Doorman::distort(BrokerAnswer& answer) {
  if (throttles_unprocessed_ || throttled_ == 0 || !random_.has_luck(throttled_)) return;
  begin_wait();
  answer.kind = AnswerKind::throttled;
  answer.retry_after = busy_until_ - clock_.now();
  answer.text = "429: too many";
  answer.broker_order_id.clear();
  answer.code.clear();
  answer.question_id.clear();
  tell_("throttled taken", "429 to " + answer.client_order_id + ", which the broker has taken",
        answer.client_order_id.substr(0, answer.client_order_id.rfind('.')));
}

}  // namespace fillwright::simulation
