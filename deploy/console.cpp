#include "deploy/console.hpp"

#include <chrono>
#include <cstdio>

#include "deploy/terminal.hpp"
#include "events/any_event.hpp"
#include "events/json.hpp"
#include "events/one_of.hpp"
#include "replay/ask/sentences.hpp"

namespace fillwright {
namespace {

// What a trader wants to read; the rest stands in the journal.
bool is_of_the_story(const AnyEvent& event) {
  return is_one_of<
      MessageReceived, MessageEdited, MessageDeleted, AlertRead, AlertRefused, GetReadyRemembered,
      SizeChosen, OrderRequested, CallApplied, ExitTriggered, StopMoved, WorkflowCompleted,
      WorkflowFailed, PositionOversold, RiskRefused, PriceStepped, StepHeld, WalkEnded,
      AttemptRejected, AttemptUnknown, AttemptNeverArrived, AttemptQuestioned, QuestionAnswered,
      QuestionExpired, OrderFilled, FillExceeded, FillMismatched, FillCorrected, OrderReopened,
      ApprovalReduced, LivePriceDiffers, PositionRestored, AlarmSettled, OrderCancelled,
      OrderExpired, OrderRejected, OrderRefused, EntriesPaused, ExposureWarned, KillSwitchChanged,
      GateOpened, GateClosed, DifferenceFound, AlarmRaised, DifferencesAccepted, DifferenceSettled,
      AuthorisationLost, ExternalOrderSeen, ActorCrashed, ActorQuarantined, InputRefused,
      RunStarted, RunStopped, OperatorAsked, OperationStepped, OperationDone, HeartbeatExpected,
      HeartbeatMissed, TradeCloseAsked>(event);
}

// Waiting for a first quote, and steps whose failure an order or the workflow tells as well, are
// noise to somebody who reads along.
bool is_worth_telling(const AnyEvent& event) {
  if (const auto* held = std::get_if<StepHeld>(&event))
    return held->quote || held->reason != HoldReason::quote_missing;
  if (const auto* failed = std::get_if<StepFailed>(&event))
    return failed->step != "size" && failed->step != "entry";
  if (const auto* stepped = std::get_if<OperationStepped>(&event))
    return stepped->state != OperationState::asked;
  return is_of_the_story(event);
}

LogLevel level_of(const AnyEvent& event) {
  if (is_one_of<ActorQuarantined, GateClosed, DifferenceFound, AlarmRaised, ExposureWarned,
                PositionOversold, HeartbeatMissed>(event))
    return LogLevel::warning;
  if (is_one_of<ActorCrashed, AttemptUnknown, AttemptQuestioned, QuestionExpired, FillExceeded,
                FillMismatched, FillCorrected, OrderReopened, LivePriceDiffers, InputRefused>(
          event))
    return LogLevel::warning;
  return LogLevel::info;
}

std::string padded(std::string text, std::size_t width) {
  text.resize(std::max(width, text.size()), ' ');
  return text;
}

}  // namespace

void Console::print(const std::string& line) {
  if (has_status_) std::fputs("\r\033[K", stderr), has_status_ = false;
  std::fputs((line + "\n").c_str(), stdout);
  if (!settings_.has_status_line) return;
  std::fflush(stdout);
}

void Console::on_event(const EventNotice& notice) {
  ++events_;
  const auto& event = notice.event;
  if (is_input(event)) return;  // the journal has them
  alerts_ += is_one_of<MessageReceived>(event);
  refused_ += is_one_of<AlertRefused>(event);
  orders_ += is_one_of<OrderPlanned>(event);
  fills_ += is_one_of<OrderFilled>(event);
  const auto correlation = std::to_string(notice.correlation);
  log_.write(level_of(event), type_name(type_of(event)), {correlation, notice.stream, notice.seq},
             {{"event", event_json(event)}});
  const auto* done = std::get_if<OperationDone>(&event);
  if (done && done->outcome != "done" && instruments_ && !settings_.is_quiet)
    print_error(sentence(event, *instruments_));  // whoever typed it reads standard error at least
  if (settings_.is_quiet || !settings_.is_story || !instruments_ || !is_worth_telling(event))
    return;
  const auto slash = notice.stream.find('/');
  auto who = notice.stream.substr(slash == std::string::npos ? 0 : slash + 1);
  if (notice.stream.starts_with("message/")) who = "message";
  print(to_text(notice.at).substr(11, 8) + "Z  " + padded(who, 8) + " " +
        sentence(event, *instruments_));
}

void Console::on_note(const std::string& note) {
  log_.write(LogLevel::warning, note);
  if (has_status_) std::fputs("\r\033[K", stderr), has_status_ = false;
  print_error(note);
}

void Console::on_time(Timestamp now) {
  if (!settings_.has_status_line || settings_.is_quiet) return;
  const auto wall = std::chrono::steady_clock::now().time_since_epoch().count();
  if (wall - last_status_ns_ < 250'000'000) return;
  last_status_ns_ = wall;
  has_status_ = true;
  std::fprintf(stderr,
               "\r\033[K%sZ  %llu events, %llu alerts (%llu refused), %llu orders, %llu fills",
               to_text(now).substr(0, 19).c_str(), static_cast<unsigned long long>(events_),
               static_cast<unsigned long long>(alerts_), static_cast<unsigned long long>(refused_),
               static_cast<unsigned long long>(orders_), static_cast<unsigned long long>(fills_));
  std::fflush(stderr);
}

void Console::finish() {
  if (has_status_) std::fputs("\n", stderr), has_status_ = false;
  std::fflush(stdout);
  log_.flush();
}

}  // namespace fillwright
