#include "replay/decisions/cast.hpp"

#include <vector>

#include "actors/domain/alert/desk.hpp"
#include "events/any_event.hpp"

namespace fillwright {
namespace {

constexpr std::size_t most_over = 256;
const Address desk{ActorKind::desk, ""};

}  // namespace

Decider* Cast::find(const Address& address, Seq seq, const std::string& definition) {
  const auto found = deciders_.find(address);
  if (found != deciders_.end()) return found->second.get();
  auto decider = rebuild(address, seq, definition);
  if (!decider) return nullptr;
  return deciders_.emplace(address, std::move(decider)).first->second.get();
}

std::unique_ptr<Decider> Cast::rebuild(const Address& address, Seq seq,
                                       const std::string& definition) {
  const DeciderParts parts{settings, calendar, policies_};
  const auto stream = stream_of(address);
  // The desk has many streams, and is here from the beginning.
  if (!has_events_.contains(stream)) return make_decider(address, definition, broker, parts);
  std::vector<AnyEvent> events;
  bool is_readable = true;
  const auto read = journal_.read_stream(stream, 1, [&](const Recorded& recorded) {
    if (recorded.seq >= seq) return false;
    auto event = decode_event(recorded.type, recorded.payload);
    is_readable = event.has_value();
    if (is_readable) events.push_back(std::move(*event));
    return is_readable;
  });
  if (!read || !is_readable) return nullptr;
  const auto* started = events.empty() ? nullptr : std::get_if<WorkflowStarted>(&events.front());
  auto decider = make_decider(address, started ? started->definition : definition, broker, parts);
  if (!decider) return nullptr;
  for (const auto& event : events) decider->evolve(stream, event);
  return decider;
}

void Cast::pass(const std::string& stream, const AnyEvent& event) {
  if (is_of_desk(stream)) {
    if (auto* decider = find(desk, 0)) decider->evolve(stream, event);
    return;
  }
  const auto address = address_of(stream);
  if (!address) return;
  const auto found = deciders_.find(*address);
  if (found != deciders_.end())
    found->second->evolve(stream, event);
  else
    has_events_.insert(stream);
}

void Cast::retire(const Address& address) {
  over_.push_back(address);
  if (over_.size() <= most_over) return;
  const auto gone = deciders_.find(over_.front());
  // Late news may have opened it again.
  if (gone != deciders_.end() && gone->second->is_over()) {
    has_events_.insert(stream_of(gone->first));
    deciders_.erase(gone);
  }
  over_.pop_front();
}

void Cast::crash(const Address& address) {
  if (address == desk || deciders_.erase(address) == 0) return;
  has_events_.insert(stream_of(address));
}

void Cast::restart() {
  std::erase_if(deciders_, [](const auto& one) { return one.first.kind == ActorKind::monitor; });
}

}  // namespace fillwright
