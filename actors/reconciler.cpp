#include "actors/reconciler.hpp"

#include <algorithm>
#include <utility>

#include "events/mutation.hpp"

namespace fillwright {
namespace {

constexpr auto ask_again_after = seconds(5);
const std::string broker_principal = "broker";

std::uint64_t mixed(std::uint64_t hash, std::uint64_t more) {
  return (hash ^ more) * 0x9E3779B97F4A7C15u + (hash >> 29);
}

// Two that are the same tell an order nothing new.
std::uint64_t digest_of(const BrokerOrder& order) {
  auto hash = static_cast<std::uint64_t>(std::hash<std::string>{}(order.client_order_id));
  hash = mixed(hash, static_cast<std::uint64_t>(order.state));
  hash = mixed(hash, static_cast<std::uint64_t>(order.limit.units));
  hash = mixed(hash, static_cast<std::uint64_t>(order.quantity.units));
  return mixed(hash, static_cast<std::uint64_t>(order.filled.units));
}

// What an external order goes by.
std::string key_of(const BrokerOrder& order) {
  return order.broker_order_id.empty() ? order.client_order_id : order.broker_order_id;
}

DifferenceFound missing_fill(const BrokerFill& fill, const std::string& order_id) {
  DifferenceFound difference;
  difference.subject = "fill";
  difference.ours = "none";
  difference.theirs =
      fill.execution_id + ": " + to_text(fill.quantity) + " at " + to_text(fill.price);
  difference.done = "adopted: it is booked";
  difference.order_id = order_id;
  difference.rule = DifferenceRule::fill_missing;
  difference.instrument = fill.instrument;
  difference.quantity = fill.quantity * sign(fill.side);
  return difference;
}

}  // namespace

std::string order_id_of(const BrokerFill& fill) {
  return fill.order_id.empty() ? order_of(fill.client_order_id) : fill.order_id;
}

std::string order_of(const std::string& client_order_id) {
  return client_order_id.substr(0, client_order_id.rfind('.'));
}

Reconciler::Reconciler(Runtime& runtime, Broker& broker, Terms terms)
    : runtime_(runtime), broker_(broker), terms_(std::move(terms)) {}

void Reconciler::start() {
  // What was sent before a restart may arrive yet.
  const auto now = runtime_.clock.now();
  for (const auto& order : terms_.open_orders()) doubt(order, now);
  if (!unresolved_.empty()) ask_at(now + broker_.capabilities().settles_within + Duration{1});
  compare_later();
  ask(ReconcileCause::start);
}

void Reconciler::doubt(const std::string& order_id, Timestamp since) {
  auto& until = unresolved_.try_emplace(order_id).first->second;
  until = std::max(until, since);
}

void Reconciler::ask_at(Timestamp due) {
  runtime_.clock.at(due, [this] { ask(ReconcileCause::evidence); });
}

void Reconciler::ask_for_person() {
  held_off_until_ = {};
  is_asked_anew_ = is_asking_;
  if (!is_asking_) ask_now(ReconcileCause::evidence);
}

void Reconciler::ask(ReconcileCause cause) {
  const auto now = runtime_.clock.now();
  if (!runtime_.is_authorised_later) return;
  if (is_asking_) {
    if (cause == ReconcileCause::schedule && cause_ == ReconcileCause::evidence) cause_ = cause;
    return;
  }
  if (now < held_off_until_) return;  // who held it off asks then
  ask_now(cause);
}

void Reconciler::ask_now(ReconcileCause cause) {
  is_asking_ = true;
  asked_at_ = runtime_.clock.now();
  fills_asked_ = runtime_.ours.executions.size();
  cause_ = !has_compared_ ? ReconcileCause::start : was_away_ ? ReconcileCause::reconnect : cause;
  // No answer at all counts as unreachable, too.
  runtime_.clock.at(asked_at_ + broker_.capabilities().answer_within, [this, asked = ++asked_] {
    if (is_mutated(Mutation::silence_ignored)) return;
    if (is_asking_ && asked == asked_) on_books(std::nullopt);
  });
  // Always from the beginning, which costs with every order there ever was. That a message of ours
  // is absent proves that it never arrived only in books that leave nothing out, for an order can
  // end there before any moment that we chose; and a fill that the broker takes back is seen only
  // where all are listed.
  broker_.ask_books({});
}

void Reconciler::hold_off(Timestamp until) {
  if (until <= held_off_until_) return;
  held_off_until_ = until;
  ask_at(until);
}

void Reconciler::note_unauthorised() {
  is_unauthorised_ = true;
  was_away_ = true;
  ask_again_later();
}

// As long as anything of ours is at the broker, its books are compared with ours now and then.
void Reconciler::compare_later() {
  if (is_comparing_later_ || is_mutated(Mutation::books_not_compared)) return;
  is_comparing_later_ = true;
  runtime_.clock.at(runtime_.clock.now() + runtime_.settings.reconcile.every, [this] {
    is_comparing_later_ = false;
    const auto& ours = runtime_.ours;
    // Once more after the last fill: it may have been told with wrong figures.
    const bool is_seen = ours.executions.size() == fills_compared_;
    if (is_seen && ours.held.empty() && ours.held_beside.empty() && terms_.open_orders().empty())
      return;
    ask(ReconcileCause::schedule);
    compare_later();
  });
}

bool Reconciler::is_of_ours(const std::string& order_id) const {
  return !order_id.empty() &&
         runtime_.journal.version_of(stream_of({ActorKind::order, order_id})) > 0;
}

void Reconciler::tell_order(const std::string& order_id, AnyCommand command) {
  if (runtime_.options.on_point) runtime_.options.on_point(CrashPoint::answer);
  runtime_.deliver({ActorKind::order, order_id}, std::move(command), {0, 0, broker_principal});
}

void Reconciler::tell_session(AnyCommand command) {
  runtime_.deliver({ActorKind::gateway, runtime_.settings.account}, std::move(command),
                   {0, 0, broker_principal});
}

// Absence proves something only once no message of the order can still be under way.
bool Reconciler::is_conclusive(const std::string& order_id, Timestamp books_at) const {
  if (is_mutated(Mutation::absence_is_proof)) return true;
  const auto settles = broker_.capabilities().settles_within;
  const auto doubted = unresolved_.find(order_id);
  if (doubted != unresolved_.end() && doubted->second.ns != 0 &&
      books_at - doubted->second <= settles)
    return false;
  const auto sent = terms_.last_unanswered(order_id);
  return !sent || books_at - *sent > settles;
}

// What is as it was told before, and waits for nothing, is not told again.
bool Reconciler::matters(const std::string& order_id, const OfOrder& found) {
  auto& told = told_[order_id];
  const bool is_news = std::exchange(told, found.digest) != found.digest;
  return is_news || !found.order || found.order->state != BrokerOrderState::working ||
         !found.fills.empty() || !found.corrected.empty() || expected_.contains(order_id) ||
         unresolved_.contains(order_id) || terms_.last_unanswered(order_id);
}

void Reconciler::sort_orders(Round& round) {
  std::vector<BrokerOrder> external;
  std::map<std::string, Timestamp> working;
  still_working_.clear();
  for (const auto& order : round.books->orders) {
    const bool is_working = order.state == BrokerOrderState::working;
    if (const auto found = round.of_open.find(order.order_id); found != round.of_open.end()) {
      // The latest order under our tag: a cancelled one may stand before it.
      auto& latest = found->second.order;
      if (latest && !is_working && latest->state == BrokerOrderState::working) continue;
      latest = &order;
      found->second.digest = digest_of(order);
      continue;
    }
    const auto key = key_of(order);
    const bool is_known = runtime_.ours.external_orders.contains(key);
    if (is_known || !is_of_ours(order.order_id)) {
      ++round.counts.external_orders;
      if (is_known) continue;
      external.push_back(order);
      external.back().broker_order_id = key;
    } else if (is_working) {
      const auto since = working_there_.find(key);
      working[key] = since == working_there_.end() ? round.books->at : since->second;
      still_working_.push_back(still_working(order));
      round.of_over[order.order_id].order = &order;
    }
  }
  working_there_ = std::move(working);
  if (!external.empty()) tell_session(NoteExternal{std::move(external), {}});
}

void Reconciler::sort_fills(Round& round) {
  std::vector<BrokerFill> external;
  for (const auto& fill : round.books->fills) {
    if (runtime_.ours.executions.contains(fill.execution_id) ||
        runtime_.ours.external_executions.contains(fill.execution_id))
      continue;
    ++round.counts.fills_new;
    const auto id = order_id_of(fill);
    const auto found = round.of_open.find(id);
    if (found == round.of_open.end() && !is_of_ours(id)) {
      external.push_back(fill);
      continue;
    }
    tell_session(NoteDifference{missing_fill(fill, id)});
    if (found != round.of_open.end())
      found->second.fills.push_back(fill);
    else
      round.late.emplace_back(id, fill);
  }
  if (!external.empty()) tell_session(NoteExternal{{}, std::move(external)});
}

void Reconciler::tell_orders(Round& round) {
  const auto& of_open = round.of_open;
  const auto evidence_at = round.evidence_at;
  for (auto& [id, fill] : round.late) tell_order(id, NoteFill{std::move(fill)});
  for (const auto& id : round.open) {
    auto& found = round.of_open.at(id);
    if (!matters(id, found)) continue;
    NoteBooks note;
    if (found.order) note.order = std::shared_ptr<const BrokerOrder>(round.books, found.order);
    note.fills = std::move(found.fills);
    note.is_conclusive = is_conclusive(id, evidence_at);
    note.at = evidence_at;
    const auto expected = expected_.find(id);
    const auto settles = broker_.capabilities().settles_within;
    if (expected != expected_.end() && evidence_at - expected->second > settles)
      expected_.erase(expected);
    if (note.is_conclusive) {
      unresolved_.erase(id);
      terms_.forget_unanswered(id);
    }
    tell_order(id, std::move(note));
  }
  std::erase_if(unresolved_, [&](const auto& doubted) { return !of_open.contains(doubted.first); });
  erase_if(told_, [&](const auto& told) { return !of_open.contains(told.first); });
  erase_if(expected_, [&](const auto& order) { return !of_open.contains(order.first); });
}

void Reconciler::on_failed_ask() {
  was_away_ = true;
  TakeBooks none;
  none.is_reachable = false;
  tell_session(std::move(none));
  terms_.on_failure("its books were asked for in vain");
  const auto wait =
      is_unauthorised_ ? ask_again_after : seconds(std::int64_t{1} << std::min(failures_, 5u));
  ++failures_;
  ask_at(runtime_.clock.now() + wait);
}

void Reconciler::on_books(std::optional<BrokerBooks> told) {
  Counts counts;
  counts.cause = cause_;
  counts.fills_asked = fills_asked_;
  // Nobody waits for a late answer: it says nothing to those who asked since.
  if (std::exchange(is_asking_, false)) counts.asked_at = asked_at_;
  if (std::exchange(is_asked_anew_, false)) ask_now(ReconcileCause::evidence);
  if (!told) return on_failed_ask();
  failures_ = 0;
  is_unauthorised_ = false;
  const auto round = std::make_shared<Round>();
  round->books = std::make_shared<const BrokerBooks>(std::move(*told));
  round->counts = counts;
  round->open = terms_.open_orders();
  round->of_open.reserve(round->open.size());
  for (const auto& id : round->open) round->of_open.try_emplace(id);
  sort_orders(*round);
  sort_fills(*round);
  sort_corrected(*round);
  // By our clock, as what was sent is: the broker's may be ahead of it.
  round->evidence_at = std::min(round->books->at, counts.asked_at);
  const auto tell_all = [this, round] {
    tell_orders(*round);
    // Once all who were told have done what follows.
    runtime_.when_idle.emplace_back([this, round] { compare(round->books, round->counts); });
  };
  if (round->of_over.empty() && !has_corrections(*round)) return tell_all();
  // Nothing leaves by figures of which half are put right, and how much there is to sell must be
  // known before what never arrived is sent again. The comparison at the end opens the gate.
  if (has_corrections(*round))
    tell_session(
        NoteTrouble{"the broker's books have other figures of fills than were told; nothing "
                    "is sent until what follows is settled",
                    {},
                    false,
                    false});
  runtime_.when_idle.emplace_back([this, round, tell_all] {
    tell_corrected(*round);
    runtime_.when_idle.emplace_back(tell_all);
  });
}

// A race must never close the gate: what may be one must be there at a second look, too, and as
// long as a message may be under way, after its time.
bool Reconciler::is_confirmed(const DifferenceFound& difference, Timestamp books_at,
                              std::vector<Suspect>& now_suspected) const {
  const auto known = std::find_if(suspected_.begin(), suspected_.end(), [&](const Suspect& one) {
    return is_same(one.difference, difference);
  });
  const auto since = known == suspected_.end() ? books_at : known->since;
  now_suspected.push_back({difference, since});
  const bool takes_longer =
      difference.rule == DifferenceRule::order_still_working || !unresolved_.empty();
  return books_at - since > (takes_longer ? broker_.capabilities().settles_within : Duration{});
}

void Reconciler::compare(const Books& books, const Counts& counts) {
  const auto& ours = runtime_.ours;
  const auto fills = compare_fills(*books, ours);
  if (fills.are_equal())
    uneven_since_.reset();
  else if (!uneven_since_)
    uneven_since_ = books->at;
  const bool is_late =
      uneven_since_ && books->at - *uneven_since_ > broker_.capabilities().settles_within;
  Comparison found;
  const auto open = still_working_.empty() ? std::vector<std::string>() : terms_.open_orders();
  for (const auto& difference : still_working_)  // a corrected fill may have opened it again
    if (std::find(open.begin(), open.end(), difference.order_id) == open.end())
      found.held.push_back(difference);
  if (fills.are_equal() || is_late) {
    if (fills.is_behind) found.held.push_back(fills_unknown_there(*books, ours));
    compare_holdings(found, *books, ours, runtime_.settings.reconcile.cash_tolerance,
                     runtime_.instruments);
  }
  std::vector<Suspect> suspected;
  bool is_complete = fills.are_equal() || is_late;
  for (const auto& difference : found.held)
    is_complete &= is_confirmed(difference, books->at, suspected) || !runtime_.is_gate_open;
  for (const auto& difference : found.adopted)
    is_complete &= is_confirmed(difference, books->at, suspected);
  suspected_ = std::move(suspected);
  is_incomplete_ = !is_complete;
  if (is_complete) {
    TakeBooks taken;
    taken.differences = std::move(found.held);
    taken.adopted = std::move(found.adopted);
    taken.orders = books->orders.size();
    taken.external_orders = counts.external_orders;
    taken.fills_new = counts.fills_new;
    taken.cause = counts.cause;
    taken.asked_at = counts.asked_at;
    has_compared_ = true;
    was_away_ = false;
    fills_compared_ = counts.fills_asked;
    tell_session(std::move(taken));
  }
  ask_again_later();
}

void Reconciler::ask_again_later() {
  if (is_asking_later_) return;
  is_asking_later_ = true;
  runtime_.clock.at(runtime_.clock.now() + ask_again_after, [this] {
    is_asking_later_ = false;
    if (is_incomplete_ || !unresolved_.empty() || !runtime_.is_gate_open)
      ask(ReconcileCause::evidence);
  });
}

}  // namespace fillwright
