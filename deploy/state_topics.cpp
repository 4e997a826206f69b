#include "deploy/state_topics.hpp"

#include <algorithm>

namespace fillwright {

void StateTopics::Changes::add(std::size_t row, Seq seq) {
  if (row >= place_.size()) place_.resize(row + 1);
  if (place_[row] == 0) {
    all_.push_back({static_cast<std::uint32_t>(row), seq});
    place_[row] = static_cast<std::uint32_t>(all_.size());
  }
  all_[place_[row] - 1].seq = seq;
}

template <class Forgotten>
void StateTopics::Changes::forget(Seq seq, const Forgotten& forgotten) {
  std::uint32_t kept = 0;
  for (const auto& change : all_) {
    place_[change.row] = 0;
    if (change.seq <= seq) {
      forgotten(change.row);
      continue;
    }
    all_[kept] = change;
    place_[change.row] = ++kept;
  }
  all_.resize(kept);
}

tl::expected<void, JournalFault> StateTopics::apply(const EventMeta& meta, const AnyEvent* event) {
  if (meta.seq <= state_.moment.seq) return {};
  if (event && state_.orders.is_released(meta.stream))
    if (auto taken = take_back_order(meta); !taken) return taken;
  state_.moment = {meta.seq, meta.event_time};
  if (!event) return {};
  const auto* planned = std::get_if<OrderPlanned>(event);
  const auto* started = std::get_if<WorkflowStarted>(event);
  if ((planned && planned->is_dry_run) || (started && started->is_dry_run)) {
    if (meta.stream >= state_.dry.size()) state_.dry.resize(meta.stream + std::size_t{1});
    state_.dry[meta.stream] = true;
  }
  if (is_published_) fold(meta, *event);
  return {};
}

tl::expected<void, JournalFault> StateTopics::take_back_order(const EventMeta& meta) {
  state_.orders.take_back(meta.stream);
  auto read = journal_.read_stream(meta.stream_name, 1, [&](const Recorded& recorded) {
    if (recorded.seq >= meta.seq) return false;
    EventMeta past;
    past.seq = recorded.seq;
    past.stream = recorded.stream;
    if (const auto* event = past_.decode(recorded.type, recorded.payload))
      state_.orders.apply(past, *event);
    return true;
  });
  if (!read) state_.orders.release(meta.stream);  // half of it is none
  return read;
}

void StateTopics::fold(const EventMeta& meta, const AnyEvent& event) {
  state_.instruments.apply(meta, event);
  if (state_.orders.apply(meta, event)) state_.changed_orders.add(meta.stream, meta.seq);
  const auto* effect = state_.positions.apply(meta, event);
  if (effect) state_.changed_positions.add(effect->row, meta.seq);
  state_.pnl.apply(meta.seq, event, effect, state_.positions);
}

bool StateTopics::write_order(const OrderRow& row, const Put& put) {
  writer_.write_order_state(row, state_.instruments.instruments, state_.moment, record_);
  return put(RelayTopic::orders, record_);
}

bool StateTopics::write_position(const PositionRow& row, const Put& put) {
  // Without a mark: a quote changes no record here.
  writer_.write_position_state({&row, nullptr, {}}, state_.instruments.instruments, state_.moment,
                               record_);
  return put(RelayTopic::positions, record_);
}

bool StateTopics::write_pnl(const PnlKey& key, const Put& put) {
  const auto* found = state_.pnl.find(key);
  PnlRow gone;
  gone.day = key.day;
  gone.account = key.account;
  gone.caller = key.caller;
  gone.instrument = key.instrument;
  gone.is_dry_run = key.is_dry_run;
  writer_.write_pnl_day_state(found ? *found : gone, state_.instruments.instruments, state_.moment,
                              record_);
  if (!found) record_.value.clear();  // nothing counts there any more: the key goes
  return put(RelayTopic::pnl, record_);
}

void StateTopics::write_changes(const Put& put) {
  for (const auto& change : state_.changed_orders.all())
    if (!write_order(state_.orders.row(change.row), put)) return;
  for (const auto& change : state_.changed_positions.all())
    if (!write_position(state_.positions.rows[change.row], put)) return;
  auto changed = state_.pnl.changes();
  std::sort(changed.begin(), changed.end());
  changed.erase(std::unique(changed.begin(), changed.end()), changed.end());
  for (const auto& key : changed)
    if (!write_pnl(key, put)) return;
}

void StateTopics::forget_changes(Seq seq) {
  state_.changed_orders.forget(seq, [this](auto stream) {
    if (is_over(state_.orders.row(stream).phase)) state_.orders.release(stream);
  });
  state_.changed_positions.forget(seq, [](auto) {});
  state_.pnl.forget_changes(seq);
}

}  // namespace fillwright
