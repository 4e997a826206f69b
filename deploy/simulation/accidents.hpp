// What goes wrong in a story, by chance: on the line, on the disk, with the power, in the market.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "actors/ports/clock.hpp"
#include "adapters/faults/faulty_broker.hpp"
#include "adapters/memory/memory_block_store.hpp"
#include "deploy/simulation/doorman.hpp"
#include "deploy/simulation/order_phase.hpp"
#include "deploy/simulation/random.hpp"
#include "deploy/simulation/simulated_market.hpp"

namespace fillwright::simulation {

// Which accidents happen in a story and how often, in percent of messages: not all at once, for
// some hide others.
struct Profile {
  std::uint64_t request_lost = 0;
  std::uint64_t request_twice = 0;
  std::uint64_t request_late = 0;
  std::uint64_t answer_lost = 0;
  std::uint64_t answer_twice = 0;
  std::uint64_t answer_late = 0;
  std::uint64_t fill_lost = 0;
  std::uint64_t fill_twice = 0;
  std::uint64_t fill_late = 0;
  std::uint64_t end_lost = 0;
  std::uint64_t end_twice = 0;
  std::uint64_t end_late = 0;
  std::uint64_t books_lost = 0;
  std::uint64_t list_lags = 0;
  std::uint64_t disk_fails = 0;
  std::uint64_t cut_off_after_fill = 0;  // the line is dead for a while from a fill on
  std::uint64_t actor_crashes = 0;       // in a thousand commands
  MarketAccidents market;

  static Profile of(Random& random);
};

// The chance of a story's accidents, and their record. Threads: the loop's only.
class Accidents final : public LineScript {
 public:
  // The longest that a request is late, counted into what the broker declares.
  static constexpr Duration longest_request_delay = seconds(4);
  // How far the broker's list of orders is behind at worst; counted into that, too.
  static constexpr Duration longest_list_lag = milliseconds(500);

  // `phase_of` says where an order stands, "" asks for all that are not over.
  Accidents(std::uint64_t seed, const Clock& clock, const Profile& profile);

  // What is told of, with its time; counted once for each order that it happened to.
  void tell(const std::string& kind, const std::string& what, const std::string& order = {});
  // From now on nothing goes wrong any more.
  void heal();
  // Nothing passes until then, either way.
  void cut_off(Timestamp until);
  MemoryDisk::Fate fate_of_sync();
  bool crashes_an_actor();
  const Doorman& door() const { return door_; }

  // Whom it happened to: the states of one order, or of all that are open.
  std::function<std::vector<std::string>(const std::string& order)> states_of;

  const std::vector<std::string>& told() const { return told_; }
  const std::map<std::string, std::uint64_t>& counts() const { return counts_; }
  const AccidentTable& table() const { return table_; }

 private:
  // The rates of one kind of message, and what they are called.
  struct Rates {
    std::uint64_t lost, twice, late;
    const char *lost_kind, *twice_kind, *late_kind;
    Duration longest;
  };

  Accident of_request(BrokerRequest& request) override;
  std::optional<BrokerAnswer> answer_before(const BrokerRequest& request) override;
  Accident of_answer(BrokerAnswer& answer) override;
  Accident of_fill(BrokerFill& fill) override;
  Accident of_end(BrokerOrder& order) override;
  Accident of_ask() override;
  bool refuses_books() override;
  Accident of_books(BrokerBooks& books) override;

  bool is_cut_off(const std::string& order);
  void tell_wrongly(BrokerFill& fill);
  bool happens(std::uint64_t percent, const char* kind, const std::string& id,
               const std::string& order);
  Accident suffer(const Rates& rates, const std::string& id, const std::string& order);

  const Clock& clock_;
  Profile profile_;
  Random line_;
  Random disk_;
  Random power_;
  Random figures_;
  std::uint64_t fill_wrong_ = 0;  // in percent of fills
  Doorman door_;
  Timestamp dead_until_;
  std::vector<std::string> told_;
  std::map<std::string, std::uint64_t> counts_;
  AccidentTable table_;
};

}  // namespace fillwright::simulation
