#include "deploy/simulation/accidents.hpp"

#include <array>

#include "actors/gateway.hpp"
#include "deploy/simulation/by_hand.hpp"

namespace fillwright::simulation {

Profile Profile::of(Random& random) {
  Profile p;
  constexpr std::array<std::uint64_t, 4> rates{3, 8, 20, 45};
  for (auto* rate : {&p.request_lost, &p.request_twice, &p.request_late, &p.answer_lost,
                     &p.answer_twice, &p.answer_late, &p.fill_lost, &p.fill_twice, &p.fill_late,
                     &p.end_lost, &p.end_twice, &p.end_late, &p.books_lost, &p.list_lags})
    if (random.has_luck(35)) *rate = rates[random.below(rates.size())];
  for (auto* rate : {&p.market.crossed, &p.market.one_sided, &p.market.silent, &p.market.stale})
    if (random.has_luck(25)) *rate = rates[random.below(rates.size() - 1)];
  if (random.has_luck(30)) p.disk_fails = 2;
  if (random.has_luck(20)) p.cut_off_after_fill = 30;
  if (random.has_luck(20)) p.actor_crashes = 5;
  return p;
}

Accidents::Accidents(std::uint64_t seed, const Clock& clock, const Profile& profile)
    : clock_(clock),
      profile_(profile),
      line_(seed, "line"),
      disk_(seed, "disk"),
      power_(seed, "actors"),
      figures_(seed, "figures"),
      door_(seed, clock, [this](const auto&... what) { tell(what...); }) {
  constexpr std::array<std::uint64_t, 3> rates{10, 30, 60};
  if (figures_.has_luck(20)) fill_wrong_ = rates[figures_.below(rates.size())];
}

void Accidents::tell(const std::string& kind, const std::string& what, const std::string& order) {
  if (!kind.empty()) {
    ++counts_[kind];
    for (const auto& state : states_of(order)) ++table_[kind][state];
  }
  told_.push_back(to_text(clock_.now()) + "  " + what);
}

void Accidents::heal() {
  profile_ = {};
  fill_wrong_ = 0;
  door_.heal();
  dead_until_ = {};
  tell("", "from here on nothing goes wrong any more");
}

void Accidents::cut_off(Timestamp until) {
  dead_until_ = until;
  tell("line dead", "the line is dead until " + to_text(until));
}

MemoryDisk::Fate Accidents::fate_of_sync() {
  if (profile_.disk_fails == 0 || !disk_.has_luck(profile_.disk_fails))
    return MemoryDisk::Fate::stored;
  const bool is_written = disk_.has_luck(50);
  tell("disk fails", is_written ? "a sync fails, and yet all of it is stored" : "a sync fails");
  return is_written ? MemoryDisk::Fate::failed_written : MemoryDisk::Fate::failed_unwritten;
}

bool Accidents::crashes_an_actor() {
  return profile_.actor_crashes > 0 && power_.below(1'000) < profile_.actor_crashes;
}

bool Accidents::is_cut_off(const std::string& order) {
  if (clock_.now() >= dead_until_) return false;
  for (const auto& state : states_of(order)) ++table_["line dead"][state];
  return true;
}

bool Accidents::happens(std::uint64_t percent, const char* kind, const std::string& id,
                        const std::string& order) {
  if (percent == 0 || !line_.has_luck(percent)) return false;
  tell(kind, id.empty() ? kind : kind + (" " + id), order);
  return true;
}

Accident Accidents::suffer(const Rates& rates, const std::string& id, const std::string& order) {
  Accident accident;
  if (is_cut_off(order)) return {0, {}, {}};
  if (happens(rates.lost, rates.lost_kind, id, order)) accident.copies = 0;
  if (happens(rates.twice, rates.twice_kind, id, order)) {
    accident.copies = 2;
    accident.apart = milliseconds(line_.between(0, 2'000));
  }
  if (happens(rates.late, rates.late_kind, id, order))
    accident.delay = milliseconds(line_.between(1, rates.longest.ns / 1'000'000));
  return accident;
}

Accident Accidents::of_request(BrokerRequest& request) {
  const auto& p = profile_;
  return suffer({p.request_lost, p.request_twice, p.request_late, "request lost", "request twice",
                 "request late", longest_request_delay},
                request.client_order_id, request.order_id);
}

std::optional<BrokerAnswer> Accidents::answer_before(const BrokerRequest& request) {
  if (clock_.now() < dead_until_) return std::nullopt;  // nobody hears it
  return door_.answer(request);
}

Accident Accidents::of_answer(BrokerAnswer& answer) {
  if (is_by_hand(answer.client_order_id)) return {0, {}, {}};  // it goes to whoever asked
  door_.distort(answer);
  const auto& p = profile_;
  return suffer({p.answer_lost, p.answer_twice, p.answer_late, "answer lost", "answer twice",
                 "answer late", seconds(45)},
                answer.client_order_id, order_of(answer.client_order_id));
}

// More, or a part: the stream alone has it, the books are right.
void Accidents::tell_wrongly(BrokerFill& fill) {
  const auto right = fill.quantity;
  const auto whole = right.units / Quantity::one;
  const bool is_less = whole > 1 && figures_.has_luck(50);
  const auto wrong = is_less ? figures_.between(1, whole - 1) : whole + figures_.between(1, 3);
  tell_quantity(fill, Quantity::whole(wrong));
  tell("fill wrong",
       "fill wrong " + fill.execution_id + ": " + to_text(right) + " told as " +
           to_text(fill.quantity),
       fill.order_id);
}

Accident Accidents::of_fill(BrokerFill& fill) {
  const auto& p = profile_;
  if (fill_wrong_ > 0 && !is_by_hand(fill.client_order_id) && figures_.has_luck(fill_wrong_))
    tell_wrongly(fill);
  const auto accident = suffer(
      {p.fill_lost, p.fill_twice, p.fill_late, "fill lost", "fill twice", "fill late", seconds(45)},
      fill.execution_id, fill.order_id);
  if (p.cut_off_after_fill > 0 && line_.has_luck(p.cut_off_after_fill))
    cut_off(clock_.now() + seconds(line_.between(1, 40)));
  return accident;
}

Accident Accidents::of_end(BrokerOrder& order) {
  const auto& p = profile_;
  return suffer(
      {p.end_lost, p.end_twice, p.end_late, "end lost", "end twice", "end late", seconds(45)},
      order.broker_order_id, order.order_id);
}

bool Accidents::refuses_books() { return clock_.now() >= dead_until_ && !door_.knows_us(); }

Accident Accidents::of_ask() {
  return suffer({profile_.books_lost, 0, 0, "books lost", "", "", {}}, "", "");
}

Accident Accidents::of_books(BrokerBooks& books) {
  const auto accident = suffer({profile_.books_lost, 0, 0, "books lost", "", "", {}}, "", "");
  if (happens(profile_.list_lags, "list lags", "", ""))
    forget_young_orders(books, longest_list_lag);
  return accident;
}

}  // namespace fillwright::simulation
