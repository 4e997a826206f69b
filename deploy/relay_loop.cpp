#include "deploy/relay_loop.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <random>
#include <utility>

#include "adapters/clock/wall_clock.hpp"
#include "adapters/kafka/kafka_target.hpp"

namespace fillwright {
namespace {

using namespace std::chrono_literals;

constexpr auto busy_wait = 10ms;  // between two looks at a journal that another process writes
constexpr auto idle_wait = 50ms;
// Kafka ends a transaction for a while after it has said so; the next one's first word comes too
// soon until then, and librdkafka repeats it only after 20 ms.
constexpr auto settling = 5ms;
constexpr auto status_every = 1s;
constexpr auto longest_backoff = 5s;
constexpr auto first_backoff = 200ms;
constexpr auto short_trouble = 2s;  // what is over sooner is not worth a word
constexpr auto doubt = 3s;          // whoever has taken over signs the cursor within this
constexpr auto patience = 30s;      // of what only a person can put right
constexpr auto draining = 3s;
constexpr int niceness = 10;

// Of one process, as no other has it: host, process, chance.
std::string make_owner() {
  std::array<char, 256> host{};
  if (::gethostname(host.data(), host.size() - 1) != 0) host = {'?'};
  std::string name;
  for (const char* c = host.data(); *c != 0; ++c)
    if (std::isalnum(static_cast<unsigned char>(*c)) != 0 || *c == '-' || *c == '.') name += *c;
  std::random_device random;
  return name + ":" + std::to_string(::getpid()) + ":" + std::to_string(random());
}

CloudEventSettings cloud_events_of(const Configuration& configuration) {
  const auto& kafka = configuration.process.kafka;
  CloudEventSettings settings;
  settings.source =
      kafka.source.empty() ? "fillwright/" + configuration.settings.account : kafka.source;
  settings.is_binary = kafka.mode == ContentMode::binary;
  settings.author_key = kafka.author_key;
  settings.schema_base = kafka.schema_base;
  return settings;
}

}  // namespace

RelayLoop::RelayLoop(JournalReader& journal, const Configuration& configuration,
                     RelayLoopOptions options)
    : journal_(journal),
      options_(std::move(options)),
      states_(cloud_events_of(configuration), journal, configuration.process.kafka.publishes_state),
      heads_(options_.heads_file),
      target_(make_kafka_target(configuration.process.kafka, journal.head().log_id,
                                [this] { return is_stopping(); })),
      relay_(journal, states_, *target_,
             {cloud_events_of(configuration), make_owner(), 20'000, 32 << 20,
              [this] { return is_stopping(); }, [this] { return heads_.heads(); }}) {}

bool RelayLoop::is_stopping() const {
  if (options_.is_stopping && options_.is_stopping()) return true;
  std::lock_guard lock(mutex_);
  return is_stopped_;
}

void RelayLoop::wake() {
  {
    std::lock_guard lock(mutex_);
    has_news_ = true;
  }
  changed_.notify_one();
}

void RelayLoop::stop() {
  {
    std::lock_guard lock(mutex_);
    is_stopped_ = true;
  }
  changed_.notify_one();
}

void RelayLoop::pause(Clock::duration span, bool ends_with_news) {
  const auto until = Clock::now() + span;
  // A signal only sets a flag: it is looked at now and then.
  while (Clock::now() < until && !is_stopping()) {
    std::unique_lock lock(mutex_);
    const auto slice = std::min<Clock::duration>(until - Clock::now(), idle_wait);
    changed_.wait_for(lock, slice, [&] { return is_stopped_ || (ends_with_news && has_news_); });
    if (ends_with_news && std::exchange(has_news_, false)) return;
  }
}

void RelayLoop::keep_status(RelayState state, const std::string& problem) {
  status_at_ = Clock::now();
  RelayStatus status;
  status.state = state;
  status.process_id = static_cast<std::uint64_t>(::getpid());
  status.owner = relay_.owner();
  status.updated = WallClock().now();
  if (relay_.cursor()) status.published = relay_.cursor()->seq;
  status.durable = journal_.durable();
  status.problem = problem;
  status.counters = relay_.counters();
  write_relay_status(options_.status_file, status);
}

// A service that stops has just written its last events.
bool RelayLoop::has_to_drain() {
  if (!options_.is_patient || lost_since_ || !relay_.cursor()) return false;
  if (!drain_until_) drain_until_ = Clock::now() + draining;
  return relay_.cursor()->seq < journal_.durable() && Clock::now() < *drain_until_;
}

void RelayLoop::note_success(bool has_published) {
  const auto now = Clock::now();
  if (std::exchange(is_told_, false)) {
    const auto span = std::chrono::duration_cast<std::chrono::seconds>(now - *lost_since_).count();
    options_.tell("Kafka answers again after " + std::to_string(span) + " s; " +
                  std::to_string(journal_.durable() - relay_.cursor()->seq) +
                  " events are still to be published");
  }
  lost_since_.reset();
  backoff_ = {};
  if (has_published) last_news_ = now;
  if (options_.progress && relay_.cursor())
    options_.progress(relay_.cursor()->seq, journal_.durable());
  if (now - status_at_ >= status_every) keep_status(RelayState::publishing, {});
}

bool RelayLoop::survives(const RelayFailure& failure) {
  const bool is_refused = failure.end == RelayEnd::refused;
  const bool is_passing = failure.end == RelayEnd::lost || failure.end == RelayEnd::doubted;
  if (!is_passing && !(is_refused && options_.is_patient)) return false;
  if (!lost_since_) lost_since_ = Clock::now();
  if (!is_told_ && (is_refused || Clock::now() - *lost_since_ > short_trouble)) {
    is_told_ = true;
    options_.tell(failure.what + "; events wait in the journal until it goes on");
  }
  keep_status(RelayState::waiting, failure.what);
  backoff_ = std::clamp<Clock::duration>(backoff_ * 2, first_backoff, longest_backoff);
  pause(is_refused                         ? Clock::duration(patience)
        : failure.end == RelayEnd::doubted ? Clock::duration(doubt)
                                           : backoff_,
        false);
  return true;
}

RelayFailure RelayLoop::run() {
  keep_status(RelayState::waiting, {});
  RelayFailure end{RelayEnd::stopped, {}};
  while (!is_stopping() || has_to_drain()) {
    if (const auto fresh = journal_.refresh(); !fresh) {
      end = {RelayEnd::damaged, "the journal cannot be read: " + fresh.error().what};
      break;
    }
    const auto stepped = relay_.step();
    if (!stepped) {
      if (survives(stepped.error())) continue;
      end = stepped.error();
      break;
    }
    note_success(*stepped);
    if (!*stepped)
      pause(Clock::now() - last_news_ < 1s ? busy_wait : idle_wait, true);
    else if (relay_.cursor()->seq == journal_.durable())
      pause(settling, false);
  }
  keep_status(end.end == RelayEnd::stopped ? RelayState::stopped : RelayState::failed, end.what);
  return end;
}

RelayThread::RelayThread(Journal& journal, const Configuration& configuration,
                         const RelayLoopOptions& options)
    : loop_(journal, configuration, options),
      follows_(journal.follow([this](Seq) { loop_.wake(); })),
      thread_([this, tell = options.tell] {
        // Trading goes first. On Linux of this thread alone, and of those that librdkafka starts.
        (void)::setpriority(PRIO_PROCESS, 0, niceness);
        const auto end = loop_.run();
        if (end.end != RelayEnd::stopped)
          tell("nothing is published to Kafka any more: " + end.what);
      }) {}

RelayThread::~RelayThread() {
  loop_.stop();
  thread_.join();
}

}  // namespace fillwright
