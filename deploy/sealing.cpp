#include "deploy/sealing.hpp"

#include <sys/resource.h>

#include <chrono>
#include <utility>

namespace fillwright {
namespace {

constexpr auto look_every = std::chrono::milliseconds(200);
constexpr int niceness = 10;  // trading goes first

Timestamp wall_time() {
  return {std::chrono::duration_cast<std::chrono::nanoseconds>(
              std::chrono::system_clock::now().time_since_epoch())
              .count()};
}

std::string fault_sentence(const JournalFault& fault) {
  const auto at = fault.seq == 0 ? "" : " at seq " + std::to_string(fault.seq);
  return "sealing the journal has stopped" + at + ": " + fault.what;
}

}  // namespace

tl::expected<std::unique_ptr<Sealing>, std::string> Sealing::start(const Journal& journal,
                                                                   BlockStore& store,
                                                                   SealingOptions options) {
  auto sealer = Sealer::open(journal, store);
  if (!sealer) return tl::unexpected(fault_sentence(sealer.error()));
  std::unique_ptr<Sealing> sealing(new Sealing(std::move(*sealer), std::move(options)));
  sealing->thread_ = std::thread([started = sealing.get()] { started->work(); });
  return sealing;
}

Sealing::~Sealing() {
  {
    std::lock_guard lock(mutex_);
    is_stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Sealing::work() {
  (void)::setpriority(PRIO_PROCESS, 0, niceness);  // on Linux of this thread alone
  std::unique_lock lock(mutex_);
  while (!is_stopping_) {
    lock.unlock();
    seal();
    sign_if_due(false);
    lock.lock();
    changed_.wait_for(lock, look_every, [this] { return is_stopping_; });
  }
  lock.unlock();
  seal();
  sign_if_due(true);
}

void Sealing::seal() {
  while (!is_broken_) {
    const auto has_more = sealer_->step();
    if (!has_more) {
      is_broken_ = true;
      return tell(fault_sentence(has_more.error()));
    }
    if (!*has_more) return;
  }
}

void Sealing::sign_if_due(bool is_last) {
  if (is_broken_ || !options_.signer || sealer_->sealed() <= options_.heads->last_seq()) return;
  const auto now = SteadyClock::now();
  const bool is_due = is_last || now - signed_at_ >= std::chrono::nanoseconds(options_.every.ns) ||
                      sealer_->sealed() - options_.heads->last_seq() >= options_.events;
  if (!is_due) return;
  signed_at_ = now;
  const auto appended = options_.heads->append(sealer_->signed_head(wall_time(), *options_.signer));
  if (!appended) return tell(appended.error());
  told_.clear();
}

void Sealing::tell(const std::string& problem) {
  if (problem == std::exchange(told_, problem)) return;
  if (options_.on_problem) options_.on_problem(problem);
}

}  // namespace fillwright
