// Keeps the relay going: waits for events, for Kafka, and for the end; says once what is wrong and
// once that it is over; keeps the status file.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "adapters/config/configuration.hpp"
#include "adapters/heads/heads_watch.hpp"
#include "adapters/kafka/relay.hpp"
#include "deploy/relay_status.hpp"
#include "deploy/state_topics.hpp"

namespace fillwright {

struct RelayLoopOptions {
  std::string status_file;
  std::string heads_file;  // of signed heads; empty: none are published
  bool is_patient =
      false;  // what only a person can put right is tried again, too, every half minute
  std::function<void(const std::string&)> tell;     // a sentence for people
  std::function<void(Seq done, Seq all)> progress;  // while it is behind
  std::function<bool()> is_stopping;                // besides stop()
};

// Threads: run() on one, wake() and stop() on any.
class RelayLoop {
 public:
  // The journal outlives it.
  RelayLoop(JournalReader& journal, const Configuration& configuration, RelayLoopOptions options);
  // Publishes until it is stopped (then what is left is published, as far as a few seconds allow
  // where `is_patient`), or cannot go on.
  RelayFailure run();
  // There is something new; never waits for what the relay does.
  void wake();
  void stop();

 private:
  using Clock = std::chrono::steady_clock;
  bool is_stopping() const;
  // False when the loop is over, with `failure`.
  bool survives(const RelayFailure& failure);
  void note_success(bool has_published);
  void pause(Clock::duration span, bool ends_with_news);
  bool has_to_drain();
  void keep_status(RelayState state, const std::string& problem);

  JournalReader& journal_;
  const RelayLoopOptions options_;
  StateTopics states_;
  HeadsWatch heads_;
  std::unique_ptr<RelayTarget> target_;
  Relay relay_;
  std::optional<Clock::time_point> lost_since_;
  bool is_told_ = false;
  Clock::duration backoff_{};
  Clock::time_point status_at_{};
  Clock::time_point last_news_{};
  std::optional<Clock::time_point> drain_until_;

  mutable std::mutex mutex_;  // guards what follows
  std::condition_variable changed_;
  bool has_news_ = false;
  bool is_stopped_ = false;
};

// The loop on a thread of its own, beside a service that writes the journal.
class RelayThread {
 public:
  // The journal outlives it.
  RelayThread(Journal& journal, const Configuration& configuration,
              const RelayLoopOptions& options);
  RelayThread(const RelayThread&) = delete;
  RelayThread& operator=(const RelayThread&) = delete;
  ~RelayThread();

 private:
  RelayLoop loop_;
  std::shared_ptr<void> follows_;
  std::thread thread_;
};

}  // namespace fillwright
