// The sealer on a thread of its own while the service runs, off the way of its writes: it looks
// what is new now and then, and signs heads into a file apart from the journal.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <tl/expected.hpp>

#include "actors/journal/sealer.hpp"
#include "actors/ports/signer.hpp"
#include "adapters/heads/heads_file.hpp"

namespace fillwright {

struct SealingOptions {
  const Signer* signer = nullptr;                      // null: nothing is signed
  HeadsFile* heads = nullptr;                          // with a signer
  Duration every = seconds(60);                        // a head, when there is something new
  Seq events = 10'000;                                 // ... and when so many events are new
  std::function<void(const std::string&)> on_problem;  // for people; on the sealer's thread
};

// Journal, store, signer and file outlive it. Threads: one, besides its own.
class Sealing {
 public:
  static tl::expected<std::unique_ptr<Sealing>, std::string> start(const Journal& journal,
                                                                   BlockStore& store,
                                                                   SealingOptions options);
  Sealing(const Sealing&) = delete;
  Sealing& operator=(const Sealing&) = delete;
  // Seals and signs what is durable by now, then ends. A problem stops trading at no time.
  ~Sealing();

 private:
  using SteadyClock = std::chrono::steady_clock;
  Sealing(std::unique_ptr<Sealer> sealer, SealingOptions options)
      : sealer_(std::move(sealer)), options_(std::move(options)) {}
  void work();
  void seal();
  void sign_if_due(bool is_last);
  void tell(const std::string& problem);

  std::unique_ptr<Sealer> sealer_;
  SealingOptions options_;
  bool is_broken_ = false;  // what is stored is damaged, or it cannot be written
  std::string told_;        // the last problem: it is told once
  SteadyClock::time_point signed_at_ = SteadyClock::now();

  std::mutex mutex_;  // guards what follows
  std::condition_variable changed_;
  bool is_stopping_ = false;
  std::thread thread_;
};

}  // namespace fillwright
