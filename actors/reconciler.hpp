// Asks the broker's books and compares them with ours: what an order may have missed is told to it,
// what is not ours is seen and counted, and positions and cash are compared once both sides know
// the same fills. What a difference leads to is decided in actors/domain/gateway/session.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "actors/domain/gateway/comparison.hpp"
#include "actors/ports/broker.hpp"
#include "actors/runtime.hpp"
#include "events/text_map.hpp"

namespace fillwright {

// Threads: the loop's only.
class Reconciler {
 public:
  struct Terms {
    std::function<std::vector<std::string>()> open_orders;  // all orders that are not over
    // When the order's last message without an answer left us.
    std::function<std::optional<Timestamp>(const std::string& order_id)> last_unanswered;
    std::function<void(const std::string& order_id)> forget_unanswered;
    std::function<void(const std::string& what)> on_failure;  // the books were asked for in vain
  };
  // All of them outlive it.
  Reconciler(Runtime& runtime, Broker& broker, Terms terms);

  void start();
  // Unless an answer is on its way, which then counts for this cause, too.
  void ask(ReconcileCause cause);
  void ask_at(Timestamp due);
  // A person wants it: anew, even when an answer is on its way, and whatever was held off.
  void ask_for_person();
  // The order waits for evidence; what it sent until `since` may be under way. Zero: nothing is.
  void doubt(const std::string& order_id, Timestamp since = {});
  // Goes on comparing as long as anything of ours is at the broker.
  void compare_later();
  // Nothing is asked before; a person may.
  void hold_off(Timestamp until);
  // Of an execution that is booked the stream says something else: the books decide, anew.
  void check_told(const BrokerFill& fill);
  // The broker accepted a message: its books must come to show it.
  void expect(const std::string& order_id);
  // The order's actor has gone: nothing of it is expected any more.
  void forget(const std::string& order_id) { expected_.erase(order_id); }
  // In a while, if an order or a difference waits for evidence then, or the gate is closed.
  void ask_again_later();
  // The broker knows us no more: it is asked again and again.
  void note_unauthorised();

  void on_books(std::optional<BrokerBooks> books);
  bool is_of_ours(const std::string& order_id) const;
  void tell_order(const std::string& order_id, AnyCommand command);

 private:
  using Books = std::shared_ptr<const BrokerBooks>;
  struct OfOrder {
    const BrokerOrder* order = nullptr;
    std::vector<BrokerFill> fills;
    std::vector<BrokerFill> corrected;  // that are booked with other figures
    std::uint64_t digest = 0;
  };
  using OfOrders = std::unordered_map<std::string, OfOrder>;
  struct Suspect {
    DifferenceFound difference;
    Timestamp since;  // of the books that had it first
  };
  // What a comparison counts.
  struct Counts {
    std::uint64_t external_orders = 0;
    std::uint64_t fills_new = 0;
    ReconcileCause cause = ReconcileCause::evidence;
    Timestamp asked_at;
    std::size_t fills_asked = 0;
  };

  // Books with what they have of each order, on the way to those whom it concerns.
  struct Round {
    Books books;
    Timestamp evidence_at;          // by our clock
    std::vector<std::string> open;  // orders of ours, in the order of telling
    OfOrders of_open;
    OfOrders of_over;                                      // orders that are over
    std::vector<std::pair<std::string, BrokerFill>> late;  // fills of those that we lack
    Counts counts;
  };

  void ask_now(ReconcileCause cause);
  void on_failed_ask();
  void sort_orders(Round& round);
  void sort_fills(Round& round);
  void sort_corrected(Round& round);
  static bool has_corrections(const Round& round);
  void tell_corrected(Round& round);
  void tell_corrected_over(Round& round);
  static std::vector<BrokerFill> take_late(Round& round, const std::string& order_id);
  void tell_orders(Round& round);
  bool is_conclusive(const std::string& order_id, Timestamp books_at) const;
  bool matters(const std::string& order_id, const OfOrder& found);
  void compare(const Books& books, const Counts& counts);
  bool is_confirmed(const DifferenceFound& difference, Timestamp books_at,
                    std::vector<Suspect>& now_suspected) const;
  void tell_session(AnyCommand command);

  Runtime& runtime_;
  Broker& broker_;
  Terms terms_;
  // Orders that wait for evidence. Not zero: until then messages left us that may be under way.
  std::map<std::string, Timestamp> unresolved_;
  TextMap<std::uint64_t> told_;                     // a digest of what each order was told
  std::map<std::string, Timestamp> working_there_;  // over here: since when, by the broker's id
  std::vector<DifferenceFound> still_working_;      // of the books at hand
  TextMap<Timestamp> expected_;                     // that an order's price shows, since when
  Timestamp newest_books_at_;
  std::size_t fills_asked_ = 0;  // that we knew when the books under way were asked for
  std::size_t fills_compared_ = 0;
  std::vector<Suspect> suspected_;                // by the last comparison
  std::optional<Timestamp> uneven_since_;         // fills, by the time of the books
  ReconcileCause cause_ = ReconcileCause::start;  // of the question under way
  Timestamp asked_at_;
  Timestamp held_off_until_;
  std::uint32_t failures_ = 0;  // in a row
  std::uint64_t asked_ = 0;
  bool is_asking_ = false;
  bool is_asked_anew_ = false;  // by a person, while an answer was on its way
  bool is_asking_later_ = false;
  bool is_comparing_later_ = false;
  bool has_compared_ = false;  // since the start
  bool was_away_ = false;
  bool is_incomplete_ = false;
  bool is_unauthorised_ = false;
};

// "w1-1.3" is a message of order "w1-1".
std::string order_of(const std::string& client_order_id);
// By its tag, else by its message.
std::string order_id_of(const BrokerFill& fill);

}  // namespace fillwright
