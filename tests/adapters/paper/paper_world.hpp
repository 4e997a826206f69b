// A paper broker on a virtual clock, and everything that it says, for tests.
#pragma once

#include <unistd.h>

#include <filesystem>

#include "adapters/clock/virtual_clock.hpp"
#include "adapters/paper/paper_broker.hpp"
#include "tests/adapters/market/test_instruments.hpp"

namespace fillwright::test {

struct Listener : BrokerListener {
  std::vector<BrokerAnswer> answers;
  std::vector<BrokerFill> fills;
  std::vector<BrokerOrder> ended;
  std::vector<BrokerBooks> books;
  std::string order;  // of what was heard: a, f, e, b
  void on_answer(const BrokerAnswer& answer) override { answers.push_back(answer), order += 'a'; }
  void on_fill(const BrokerFill& fill) override { fills.push_back(fill), order += 'f'; }
  void on_order_ended(const BrokerOrder& one) override { ended.push_back(one), order += 'e'; }
  void on_books(std::optional<BrokerBooks> all) override {
    books.push_back(std::move(all.value())), order += 'b';
  }
};

inline PaperSettings without_fees() {
  PaperSettings settings;
  settings.option_fees = settings.future_fees = {};
  return settings;
}

// Time starts at 1000 ns; `quote` moves it to the quote's time first, as the loop does.
struct PaperWorld {
  explicit PaperWorld(const PaperSettings& settings = without_fees())
      : broker(std::make_unique<PaperBroker>(clock, instruments, settings)) {
    broker->listen(&heard);
  }
  PaperWorld(const PaperSettings& settings, const std::filesystem::path& folder)
      : broker(PaperBroker::open(clock, instruments, settings, folder).value()) {
    broker->listen(&heard);
  }

  // Sends and lets everything due now happen.
  const BrokerAnswer& send(const BrokerRequest& request) {
    broker->send(request);
    clock.advance_to(clock.now());
    return heard.answers.back();
  }
  void quote(InstrumentId id, const Quote& one) {
    clock.advance_to(one.time);
    broker->on_quote(id, one);
    clock.advance_to(one.time);
  }
  const BrokerBooks& books() {
    broker->ask_books({0});
    clock.advance_to(clock.now());
    return heard.books.back();
  }

  Instruments instruments = make_instruments();
  VirtualClock clock{{1000}};
  Listener heard;
  std::unique_ptr<PaperBroker> broker;
};

inline BrokerRequest submit(const std::string& id, InstrumentId instrument, Side side,
                            std::int64_t quantity, double limit, Effect effect = Effect::open) {
  BrokerRequest request;
  request.client_order_id = id;
  request.order_id = "order-" + id;
  request.instrument = instrument;
  request.side = side;
  request.effect = effect;
  request.quantity = lots(quantity);
  request.limit = dollars(limit);
  return request;
}
inline BrokerRequest replace(const std::string& id, const std::string& replaces,
                             std::int64_t quantity, double limit) {
  BrokerRequest request;
  request.kind = AttemptKind::replace;
  request.client_order_id = id;
  request.replaces = replaces;
  request.quantity = lots(quantity);
  request.limit = dollars(limit);
  return request;
}
inline BrokerRequest cancel(const std::string& id, const std::string& replaces) {
  BrokerRequest request;
  request.kind = AttemptKind::cancel;
  request.client_order_id = id;
  request.replaces = replaces;
  return request;
}

// To what the broker asks about this message.
inline BrokerRequest reply(BrokerRequest request, const std::string& question_id, bool is_yes) {
  request.reply = QuestionReply{question_id, is_yes};
  return request;
}

// A folder of its own, gone at the end.
class Folder {
 public:
  Folder()
      : path_(std::filesystem::temp_directory_path() /
              ("paper_" + std::to_string(::getpid()) + "_" + std::to_string(++count_))) {
    std::filesystem::remove_all(path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  const std::filesystem::path& path() const { return path_; }

 private:
  static inline int count_ = 0;
  std::filesystem::path path_;
};

}  // namespace fillwright::test
