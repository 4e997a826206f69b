#include "actors/domain/gateway/retry_table.hpp"

#include <algorithm>
#include <array>

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

// FNV-1a: the same on every machine.
std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 14'695'981'039'346'656'037u;
  for (const char c : text) {
    hash ^= static_cast<std::uint8_t>(c);
    hash *= 1'099'511'628'211u;
  }
  return hash;
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
  const auto seed = hash_of(client_order_id) + repetition * 0x9E3779B97F4A7C15u;
  const auto chance = (seed ^ seed >> 29) % (2 * tenth + 1);
  return {whole.ns - static_cast<std::int64_t>(tenth) + static_cast<std::int64_t>(chance)};
}

}  // namespace fillwright
