#include "replay/views/gatherer.hpp"

namespace fillwright {
namespace {

constexpr Version all = ~Version{0};

std::string id_of(const std::string& stream, std::string_view kind) {
  return std::string(stream_id(stream, kind));
}

}  // namespace

void Gatherer::fail(const JournalFault& fault) {
  if (result_)
    result_ = tl::unexpected("the journal is damaged at seq " + std::to_string(fault.seq) + ": " +
                             fault.what);
}

void Gatherer::order(const std::string& order_id) {
  if (!orders_.insert(order_id).second) return;
  stream(order_key(order_id), true, all);
  mentioned(order_key(order_id), true);
}

void Gatherer::workflow(const std::string& workflow_id) {
  if (!workflows_.insert(workflow_id).second) return;
  if (!workflow_id.empty()) stream(workflow_key(workflow_id), true, all);
  mentioned(workflow_key(workflow_id), true);
}

void Gatherer::message(const std::string& name) {
  if (!name.empty() && messages_.insert(name).second) stream(name, true, all);
}

void Gatherer::around(Seq seq) {
  if (!result_) return;
  const auto read = journal_.read_one(seq, [&](const Recorded& recorded) {
    take(recorded, true);
    const auto name = journal_.stream_name(recorded.stream);
    if (const auto id = id_of(name, "order"); !id.empty()) order(id);
    if (const auto id = id_of(name, "workflow"); !id.empty()) workflow(id);
    if (name.starts_with("message/")) message(name);
    const auto event = decode_event(recorded.type, recorded.payload);
    if (const auto* refused = event ? std::get_if<RiskRefused>(&*event) : nullptr)
      order(refused->order_id);
    return false;
  });
  if (!read) fail(read.error());
}

void Gatherer::row_of_order(Seq planned_seq) {
  if (!result_) return;
  const auto read = journal_.read_one(planned_seq, [&](const Recorded& recorded) {
    const auto event = decode_event(recorded.type, recorded.payload);
    const auto* plan = event ? std::get_if<OrderPlanned>(&*event) : nullptr;
    stream(journal_.stream_name(recorded.stream), false, all);
    if (plan && !plan->workflow_id.empty() && workflows_.insert(plan->workflow_id).second)
      stream(workflow_key(plan->workflow_id), false, 1);  // who started it
    return false;
  });
  if (!read) fail(read.error());
}

void Gatherer::stream(const std::string& name, bool is_followed, Version most) {
  if (!result_) return;
  const auto read = journal_.read_stream(name, 1, [&](const Recorded& recorded) {
    if (recorded.seq > until_ || recorded.version > most) return false;
    take(recorded, is_followed);
    return result_.has_value();
  });
  if (!read) fail(read.error());
}

void Gatherer::mentioned(const std::string& key, bool is_followed) {
  if (!result_) return;
  const auto seqs = index_.find(key, 1, until_);
  if (!seqs) {
    result_ = tl::unexpected(seqs.error());
    return;
  }
  for (const auto seq : *seqs) {
    const auto read = journal_.read_one(seq, [&](const Recorded& recorded) {
      take(recorded, is_followed);
      return false;
    });
    if (!read) return fail(read.error());
  }
}

void Gatherer::take(const Recorded& recorded, bool is_followed) {
  into_.add(recorded);
  const auto event = decode_event(recorded.type, recorded.payload);
  if (!event) return;  // whoever folds it says so
  std::visit(
      [&](const auto& what) {
        if constexpr (requires { InstrumentId{what.instrument}; }) instrument(what.instrument);
      },
      *event);
  if (const auto* defined = std::get_if<InstrumentDefined>(&*event))
    for (const auto& leg : defined->legs) instrument(leg.instrument);
  if (is_followed) follow(journal_.stream_name(recorded.stream), *event);
  if (is_followed && std::holds_alternative<MessageReceived>(*event))
    mentioned(caused_key(recorded.seq), false);
}

void Gatherer::instrument(InstrumentId id) {
  if (id.number != 0 && instruments_.insert(id.number).second) mentioned(defined_key(id), false);
}

void Gatherer::follow(const std::string& name, const AnyEvent& event) {
  if (const auto* plan = std::get_if<OrderPlanned>(&event)) {
    order(plan->order_id);
    workflow(plan->workflow_id);
  } else if (const auto* request = std::get_if<OrderRequested>(&event)) {
    order(request->order_id);
    if (const auto id = id_of(name, "workflow"); !id.empty()) workflow(id);
  } else if (const auto* started = std::get_if<WorkflowStarted>(&event)) {
    message(started->message);
  } else if (const auto* call = std::get_if<CallApplied>(&event)) {
    message(call->message);
  }
}

}  // namespace fillwright
