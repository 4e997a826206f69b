#include "deploy/operation_report.hpp"

#include <algorithm>
#include <cstdio>
#include <map>

#include "deploy/terminal.hpp"
#include "events/json_writer.hpp"
#include "replay/ask/plain_text.hpp"

namespace fillwright {
namespace {

constexpr std::size_t id_width = 10;
constexpr std::size_t outcome_width = 12;

std::string padded(std::string text, std::size_t width) {
  text.resize(std::max(width, text.size()), ' ');
  return text;
}

std::string_view state_name(OperationState state) {
  return state == OperationState::asked ? "waiting" : enum_name(state);
}

}  // namespace

void OperationReport::note_step(const OperationStepped& step) {
  const auto found = std::find_if(targets_.begin(), targets_.end(),
                                  [&](const Target& target) { return target.id == step.target; });
  auto& target =
      found == targets_.end() ? targets_.emplace_back(Target{step.target, {}, {}, {}}) : *found;
  target = {step.target, step.state, step.outcome, step.detail};
  if (is_json_ || step.state == OperationState::asked) return;
  std::printf("%s %s %s\n", padded(safe_text(step.target), id_width).c_str(),
              padded(words(safe_text(step.outcome)), outcome_width).c_str(),
              safe_text(step.detail).c_str());
  std::fflush(stdout);
}

void OperationReport::note(const AnyEvent& event) {
  if (is_done()) return;
  if (const auto* asked = std::get_if<OperatorAsked>(&event);
      asked && asked->request_id == request_id_)
    asked_ = *asked;
  if (const auto* step = std::get_if<OperationStepped>(&event);
      step && step->request_id == request_id_)
    note_step(*step);
  if (const auto* done = std::get_if<OperationDone>(&event);
      done && done->request_id == request_id_)
    done_ = *done;
}

std::string OperationReport::summary() const {
  std::map<std::string, std::size_t> counts;
  for (const auto& target : targets_)
    if (target.id != "account" || targets_.size() == 1)
      ++counts[target.state == OperationState::asked ? "waiting" : words(target.outcome)];
  auto text = words_of(asked_->action) + ": " + words(done_ ? done_->outcome : "not over");
  for (const auto& [outcome, count] : counts) text += ", " + std::to_string(count) + ' ' + outcome;
  if (done_ && !done_->detail.empty()) text += "; " + done_->detail;
  if (done_) text += " (" + span_text(done_->at - asked_->at) + ")";
  return text;
}

std::string OperationReport::json(std::string_view waiting) const {
  std::string text;
  JsonWriter out(text);
  out.begin_object();
  out.field("request_id", request_id_);
  if (asked_) {
    out.field("action", asked_->action);
    out.field("target", asked_->target);
    out.field("by", asked_->by);
    out.field("why", asked_->why);
    out.field("asked_at", asked_->at);
  }
  out.field("outcome", done_ ? done_->outcome : "waiting");
  out.field("detail", done_ ? done_->detail : std::string(waiting));
  if (done_) {
    out.field("succeeded", done_->succeeded);
    out.field("failed", done_->failed);
    out.field("done_at", done_->at);
  }
  out.key("targets");
  out.begin_array();
  for (const auto& target : targets_) {
    out.begin_object();
    out.field("target", target.id);
    out.field("state", state_name(target.state));
    out.field("outcome", target.outcome);
    out.field("detail", target.detail);
    out.end_object();
  }
  out.end_array();
  if (held_) {
    out.key("differences");
    write(out, *held_);
  }
  out.end_object();
  return text + "\n";
}

int OperationReport::end(std::string_view waiting) const {
  Output out;
  if (is_json_) {
    out.add(json(waiting));
  } else if (asked_) {
    if (held_) out.add(table_of(*held_));
    out.add(safe_text(summary()) + "\n");
  }
  if (!is_done()) {
    if (!is_json_ && !waiting.empty()) print_error(waiting);
    return out.end(exit_waiting);
  }
  return out.end(done_->outcome == "done" ? exit_ok : exit_failed);
}

}  // namespace fillwright
