// A Kafka of one journal in memory, as far as the relay sees one: transactions, fencing, a cursor.
// It loses answers, ends transactions and goes away as a test tells it to.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "adapters/kafka/relay_target.hpp"

namespace fillwright::test {

struct FakeRecord {
  RelayTopic topic = RelayTopic::events;
  OutRecord record;
};

// What becomes of a commit, or of a call before it.
enum class Fate {
  done,
  lost_undone,  // no answer, and nothing of it is there
  lost_done,    // no answer, and all of it is there
  timed_out,    // the transaction was open for too long: undone, and called "fenced"
  refused,
};

// What outlives every client.
struct FakeKafka {
  std::vector<FakeRecord> committed;
  std::optional<Cursor> cursor;
  std::uint64_t epoch = 0;  // of who took over last
  bool is_away = false;
  std::uint64_t commits = 0;  // asked for so far
  std::uint64_t puts = 0;
  std::function<Fate(std::uint64_t commit)> fate_of_commit = [](std::uint64_t) {
    return Fate::done;
  };
  std::function<Fate(std::uint64_t put)> fate_of_put = [](std::uint64_t) { return Fate::done; };
  std::function<void()> before_commit = [] {};  // what happens elsewhere meanwhile
  std::uint64_t patience = 3;  // so often a commit is asked whether it is decided until it is

  std::vector<std::string> values(RelayTopic topic) const {
    std::vector<std::string> all;
    for (const auto& each : committed)
      if (each.topic == topic) all.push_back(each.record.value);
    return all;
  }
};

class FakeTarget final : public RelayTarget {
 public:
  explicit FakeTarget(FakeKafka& kafka) : kafka_(kafka) {}

  Result take_over() override {
    if (kafka_.is_away) return failed(RelayTrouble::lost);
    epoch_ = ++kafka_.epoch;
    return {};
  }
  tl::expected<std::optional<Cursor>, RelayFault> read_cursor() override {
    if (kafka_.is_away) return tl::unexpected(RelayFault{RelayTrouble::lost, "away"});
    return kafka_.cursor;
  }
  Result begin() override {
    open_.clear();
    return {};
  }
  Result put(RelayTopic topic, const OutRecord& record) override {
    if (epoch_ != kafka_.epoch) return failed(RelayTrouble::fenced);
    if (const auto fate = kafka_.fate_of_put(++kafka_.puts); fate != Fate::done)
      return failed(fate);
    open_.push_back({topic, record});
    return {};
  }
  Result commit(const Cursor& cursor, const Meanwhile& meanwhile) override {
    kafka_.before_commit();
    if (meanwhile)
      meanwhile([asked = std::uint64_t{0}, this]() mutable { return ++asked > kafka_.patience; });
    if (kafka_.is_away) return failed(RelayTrouble::lost);
    if (epoch_ != kafka_.epoch) return failed(RelayTrouble::fenced);
    const auto fate = kafka_.fate_of_commit(++kafka_.commits);
    if (fate == Fate::done || fate == Fate::lost_done) {
      kafka_.committed.insert(kafka_.committed.end(), open_.begin(), open_.end());
      kafka_.cursor = cursor;
    }
    open_.clear();
    return fate == Fate::done ? Result{} : failed(fate);
  }
  void drop() override {
    open_.clear();
    epoch_ = 0;
  }

 private:
  static Result failed(RelayTrouble trouble) {
    return tl::unexpected(RelayFault{trouble, "as the test wants it"});
  }
  static Result failed(Fate fate) {
    return failed(fate == Fate::timed_out ? RelayTrouble::fenced
                  : fate == Fate::refused ? RelayTrouble::refused
                                          : RelayTrouble::lost);
  }

  FakeKafka& kafka_;
  std::uint64_t epoch_ = 0;
  std::vector<FakeRecord> open_;
};

}  // namespace fillwright::test
