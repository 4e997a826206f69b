#include "actors/domain/gateway/retry_table.hpp"

#include <algorithm>
#include <array>

#include "events/chance.hpp"

namespace fillwright {
namespace {

using enum RetryAction;

constexpr std::array table = {
    // Observed, condition; submit, replace, cancel.
    RetryRow{AnswerKind::accepted, RetryCondition::always, take, take, take},
    RetryRow{AnswerKind::rejected, RetryCondition::always, take, take, take},
    RetryRow{AnswerKind::question, RetryCondition::always, take, take, take},
    RetryRow{AnswerKind::not_sent, RetryCondition::always, repeat, repeat, repeat},
    RetryRow{AnswerKind::throttled, RetryCondition::throttles_unprocessed, repeat_when_told,
             repeat_when_told, repeat_when_told},
    RetryRow{AnswerKind::throttled, RetryCondition::always, ask_first, ask_first, ask_first},
    RetryRow{AnswerKind::duplicate, RetryCondition::always, ask_now, ask_now, ask_now},
    RetryRow{AnswerKind::unauthorised, RetryCondition::always, give_back, give_back, give_back},
    RetryRow{AnswerKind::unknown, RetryCondition::always, ask_first, ask_first, ask_first},
};

bool fits(RetryCondition condition, const BrokerCapabilities& broker) {
  return condition == RetryCondition::always || broker.throttles_unprocessed;
}

}  // namespace

std::span<const RetryRow> retry_table() { return table; }

RetryAction action_for(AnswerKind observed, AttemptKind kind, const BrokerCapabilities& broker) {
  for (const auto& row : table) {
    if (row.observed != observed || !fits(row.condition, broker)) continue;
    if (kind == AttemptKind::submit) return row.of_submit;
    return kind == AttemptKind::replace ? row.of_replace : row.of_cancel;
  }
  return take;
}

Duration wait_before(std::uint32_t repetition, std::string_view client_order_id) {
  const auto whole = seconds(std::int64_t{1} << std::min(repetition, 10u));
  const auto tenth = static_cast<std::uint64_t>(whole.ns / 10);
  const auto drawn = chance(repetition, client_order_id) % (2 * tenth + 1);
  return {whole.ns - static_cast<std::int64_t>(tenth) + static_cast<std::int64_t>(drawn)};
}

}  // namespace fillwright
