// What was acknowledged is kept beside the journal and compared with it after every end.
#include "tests/journal/disk_story.hpp"

#include <algorithm>
#include <fstream>
#include <optional>
#include <random>
#include <vector>

#include "actors/journal/sealer.hpp"
#include "adapters/rocksdb/rocks_block_store.hpp"
#include "replay/verify.hpp"
#include "tests/support/faulty_file_system.hpp"

namespace fillwright::test {
namespace {

struct Violation {
  std::string what;
};

// An append that the journal has taken.
struct Taken {
  Append append;
  Staged staged;
};

// A head is asked for its hashes only.
struct NoSigner final : Signer {
  std::string key_id() const override { return "no key.."; }
  bool is_right(std::string_view, std::string_view) const override { return false; }
  std::string sign(std::string_view) const override { return ""; }
};

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

class DiskStory {
 public:
  DiskStory(std::uint64_t seed, std::string folder)
      : chance_(seed),
        folder_(std::move(folder)),
        disk_(std::make_shared<FaultyFileSystem>(seed)),
        env_(disk_) {}

  DiskOutcome tell() {
    try {
      for (auto lives = 3 + below(3); lives > 0; --lives) live();
      reopen();
      end(End::clean);
      flip_bits();
    } catch (const Violation& violation) {
      outcome_.violation = violation.what;
    }
    return std::move(outcome_);
  }

 private:
  enum class End { clean, kill, power_cut };

  std::size_t below(std::size_t end) { return chance_() % end; }
  bool happens(unsigned percent) { return below(100) < percent; }
  void count(const std::string& what) { ++outcome_.counts[what]; }
  static void require(bool is_right, const std::string& what) {
    if (!is_right) throw Violation{what};
  }

  RocksOptions options(rocksdb::Env& env) const { return {&env, 4 << 10, 1}; }

  // One life of the process.
  void live() {
    reopen();
    disk_->set_faults(some_faults(happens(75) ? 1 + below(2) : 0, false));
    for (auto steps = 5 + below(40); steps > 0 && !is_failed_; --steps) {
      if (happens(10))
        seal();
      else if (happens(75))
        append();
      else if (happens(85))
        commit();
      else
        try_what_is_refused();
    }
    if (is_failed_) check_stopped();
    if (disk_->is_off())
      end(End::power_cut);
    else
      end(is_failed_ || happens(80) ? (happens(60) ? End::power_cut : End::kill) : End::clean);
  }

  void end(End how) {
    outcome_.counts["faults"] += static_cast<unsigned>(disk_->fault_count());
    if (how == End::power_cut) disk_->cut_power();
    if (how == End::kill) disk_->freeze();
    is_failed_ = false;
    handle_.reset();
    env_.work();
    journal_.reset();
    disk_->set_faults({});
    if (how == End::power_cut) {
      disk_->power_on();
      lose_head();
    }
    disk_->thaw();
    if (how == End::clean) head_synced_ = read_file(folder_ + "/head");
    // What was staged and never committed is gone, except after a kill in a commit.
    staged_.clear();
    count(how == End::clean ? "clean ends" : how == End::kill ? "kills" : "power cuts");
  }

  // The witness is not synced by itself: each of its two sectors may be as it was.
  void lose_head() {
    const auto path = folder_ + "/head";
    auto now = read_file(path);
    constexpr std::size_t sector = 4096;
    for (std::size_t begin = 0; begin < now.size(); begin += sector) {
      if (happens(50) || head_synced_.size() <= begin) continue;
      now.replace(begin, sector, head_synced_.substr(begin, sector));
    }
    std::ofstream(path, std::ios::binary | std::ios::trunc) << now;
  }

  std::vector<DiskFault> some_faults(std::size_t number, bool is_opening) {
    std::vector<DiskFault> faults;
    while (faults.size() < number) faults.push_back(a_fault(is_opening));
    return faults;
  }
  // While it runs most calls concern the log, while it opens all kinds of files.
  DiskFault a_fault(bool is_opening) {
    using Call = FileCall;
    using Kind = FileKind;
    const auto kind = is_opening || happens(30) ? static_cast<Kind>(below(4)) : Kind::log;
    constexpr Call calls[] = {Call::append, Call::sync,        Call::append, Call::sync,
                              Call::create, Call::sync_folder, Call::rename, Call::open_to_read};
    DiskFault fault{calls[below(kind == Kind::log && !is_opening ? 4 : std::size(calls))], kind,
                    FaultEffect::error, 0};
    if (fault.call == Call::sync_folder || fault.call == Call::rename) fault.kind = Kind::other;
    if (happens(40)) fault.effect = FaultEffect::power_cut;
    if (fault.call == Call::append && happens(50)) fault.effect = FaultEffect::no_space;
    if (fault.call == Call::sync && happens(30)) fault.effect = FaultEffect::error_written;
    fault.at = static_cast<unsigned>(below(is_opening || kind != Kind::log ? 4 : 12));
    return fault;
  }

  void reopen() {
    for (auto tries = 1 + below(3); tries > 1; --tries) {
      if (!happens(50)) continue;
      disk_->set_faults(some_faults(1, true));
      std::string failure;
      const bool is_open = open(failure);
      if (is_open && !disk_->is_off()) break;
      if (!is_open) {
        require(!failure.empty(), "opening failed and said nothing");
        require(disk_->fault_count() > 0, "opening failed without a fault: " + failure);
        count("failed openings");
      }
      end(disk_->is_off() || happens(50) ? End::power_cut : End::kill);
    }
    disk_->set_faults({});
    std::string failure;
    const bool is_open = journal_ || open(failure);
    require(is_open, "cannot be opened again: " + failure);
    check_found();
  }

  bool open(std::string& failure) {
    auto store = open_rocks_store(folder_, options(env_));
    if (!store) return failure = store.error().what, false;
    if (const auto verified = verify(**store); !verified && disk_->fault_count() == 0)
      throw Violation{"does not verify: " + verified.error().what};
    JournalOptions journal_options;
    journal_options.log_id = 7;
    journal_options.limits.block_bytes = 300;  // so that a commit has several blocks
    journal_options.on_failed_write = [this](std::string_view) { is_failed_ = true; };
    store_ = store->get();
    auto journal = open_journal(std::move(*store), std::move(journal_options));
    if (!journal) return failure = journal.error().what, false;
    journal_ = std::move(*journal);
    woken_ = 0;
    handle_ = journal_->follow([this](Seq seq) { woken_ = seq; });
    return true;
  }

  // What is there: all that was acknowledged, and of the commit in doubt all or nothing.
  void check_found() {
    const auto acknowledged = kept_.empty() ? 0 : kept_.back().staged.last;
    const auto found = journal_->durable();
    std::vector<Taken> dropped;
    if (!in_doubt_.empty() && found == in_doubt_.back().staged.last) {
      count("in doubt and kept");
      kept_.insert(kept_.end(), in_doubt_.begin(), in_doubt_.end());
    } else {
      require(found == acknowledged, "durable up to " + std::to_string(found) + ", acknowledged " +
                                         std::to_string(acknowledged));
      if (!in_doubt_.empty()) count("in doubt and dropped");
      dropped = std::move(in_doubt_);
    }
    in_doubt_.clear();
    require(journal_->head().epoch > epoch_, "the epoch has not risen");
    epoch_ = journal_->head().epoch;
    check_events();
    check_timers();
    check_keys(dropped);
    const auto second = open_rocks_store(folder_, options(env_));
    require(!second && second.error().what.find("in use by another process") != std::string::npos,
            "a second writer was let in");
  }

  void check_events() {
    std::map<std::string, Version> versions;
    std::vector<std::pair<std::string, std::string>> expected;  // stream and payload
    for (const auto& taken : kept_)
      for (const auto& stream : taken.append.streams)
        for (const auto& event : stream.events) expected.emplace_back(stream.stream, event.payload);
    Seq seq = 0;
    const auto read = journal_->read(1, [&](const Recorded& recorded) {
      const auto stream = journal_->stream_name(recorded.stream);
      ++seq;
      require(recorded.seq == seq, "seqs are not dense at " + std::to_string(seq));
      require(seq <= expected.size() && expected[seq - 1].first == stream &&
                  expected[seq - 1].second == recorded.payload,
              "another event at seq " + std::to_string(seq));
      require(recorded.version == ++versions[stream], "versions of " + stream + " are not dense");
      return true;
    });
    require(read.has_value(), "cannot be read");
    require(seq == expected.size(), "events are missing");
    for (const auto& [stream, version] : versions)
      require(journal_->version_of(stream) == version, "the version of " + stream);
  }

  void check_timers() {
    std::map<std::string, std::pair<std::int64_t, std::uint64_t>> expected;
    for (const auto& taken : kept_) {
      for (const auto& timer : taken.append.timers) {
        if (timer.due)
          expected[timer.key] = {timer.due->ns, timer.generation};
        else
          expected.erase(timer.key);
      }
    }
    std::map<std::string, std::pair<std::int64_t, std::uint64_t>> found;
    for (const auto& timer : journal_->timers())
      found[timer.key] = {timer.due.ns, timer.generation};
    require(found == expected, "the timers are not those of the durable events");
  }

  // A known key returns its first result; a key whose append is gone is free again.
  void check_keys(const std::vector<Taken>& dropped) {
    const auto before = journal_->staged();
    for (const auto& taken : kept_) {
      if (taken.append.idempotency_key.empty()) continue;
      const auto again = journal_->append(taken.append);
      require(again && again->is_repeat && again->first == taken.staged.first &&
                  again->last == taken.staged.last,
              "a key has forgotten its result");
    }
    require(journal_->staged() == before, "a repeat was staged");
    for (const auto& gone : dropped) {
      if (gone.append.idempotency_key.empty()) continue;
      auto retry = gone.append;
      for (auto& stream : retry.streams) stream.expected = any_version;
      const auto staged = journal_->append(retry);
      require(staged && !staged->is_repeat, "a key of a dropped append is known");
      staged_.push_back({retry, *staged});
      count("retries");
    }
  }

  void append() {
    Append append;
    for (auto streams = 1 + below(3); streams > 0; --streams) {
      auto& part = append.streams.emplace_back();
      part.stream = "order/" + std::to_string(below(6));
      for (auto events = 1 + below(3); events > 0; --events) {
        NewEvent event;
        event.type = 7;
        event.payload = std::to_string(++payloads_) + std::string(below(60), 'x');
        event.event_time = Timestamp{static_cast<std::int64_t>(payloads_)};
        event.principal = below(2) == 0 ? "operator" : "policy:" + std::to_string(below(4));
        part.events.push_back(std::move(event));
      }
    }
    append.streams.front().expected = journal_->version_of(append.streams.front().stream);
    if (happens(40)) append.idempotency_key = "key-" + std::to_string(payloads_);
    for (auto timers = below(3); timers > 0; --timers) {
      TimerChange timer;
      timer.key = append.streams.front().stream + "#" + std::to_string(below(2));
      if (happens(70)) timer.due = Timestamp{static_cast<std::int64_t>(below(1'000'000))};
      timer.generation = payloads_;
      append.timers.push_back(std::move(timer));
    }
    const auto staged = journal_->append(append);
    if (!staged) {
      // A key is looked up in the store, which may fail by now.
      require(staged.error().error == AppendError::indeterminate && is_failed_, "append refused");
      return;
    }
    require(staged->last == journal_->staged(), "staged up to another seq");
    staged_.push_back({std::move(append), *staged});
  }

  void commit() {
    if (staged_.empty()) return;
    const auto last = staged_.back().staged.last;
    const bool is_done = journal_->commit(Timestamp{static_cast<std::int64_t>(++payloads_)});
    env_.work();
    if (is_done) {
      require(journal_->durable() == last && woken_ == last, "the watermark has not followed");
      kept_.insert(kept_.end(), staged_.begin(), staged_.end());
      count("commits");
    } else {
      require(is_failed_, "a commit failed and the process was not stopped");
      in_doubt_ = std::move(staged_);
    }
    staged_.clear();
  }

  // The sealer puts blocks together; it may fail, but never change what is read.
  void seal() {
    auto sealer = Sealer::open(*journal_, *store_, {40, 700});
    auto more = sealer ? (*sealer)->step() : tl::unexpected(sealer.error());
    while (more && *more) more = (*sealer)->step();
    env_.work();
    if (!more) {
      require(disk_->fault_count() > 0 || disk_->is_off(), "sealing failed: " + more.error().what);
      return count("failed sealings");
    }
    const auto root = (*sealer)->sealed() > 0 ? (*sealer)->signed_head({}, signer_).root : "";
    auto& known = roots_[(*sealer)->sealed()];
    require(known.empty() || known == root, "the tree of the same events has another root");
    known = root;
    count("sealings");
  }

  void try_what_is_refused() {
    if (kept_.empty()) return;
    Append wrong = kept_[below(kept_.size())].append;
    wrong.streams.front().expected = journal_->version_of(wrong.streams.front().stream) + 1;
    if (wrong.idempotency_key.empty()) {
      const auto refused = journal_->append(wrong);
      require(!refused && refused.error().error == AppendError::conflict, "a conflict was taken");
      return;
    }
    wrong.streams.front().events.front().payload += "!";
    const auto refused = journal_->append(wrong);
    require(!refused && (refused.error().error == AppendError::key_reused || is_failed_),
            "a key was used twice");
  }

  // After a failed write nothing is taken or written any more.
  void check_stopped() {
    count("failed writes");
    const auto durable = journal_->durable();
    Append more;
    more.streams.push_back({"order/1", any_version, {{7, "more", {}, {}, 0, 0, {}}}});
    const auto refused = journal_->append(more);
    require(!refused && refused.error().error == AppendError::indeterminate,
            "an append was taken after a failed write");
    require(!journal_->commit(Timestamp{1}), "a commit after a failed write");
    require(journal_->durable() == durable, "the watermark moved after a failed write");
  }

  // A damaged disk: the journal is all there, or what is wrong is said. Never silently less.
  void flip_bits() {
    const auto names = disk_->file_names();
    for (int flips = 0; flips < 2; ++flips) {
      const auto spoilt = disk_->copy();
      const auto& name = names[below(names.size())];
      const auto byte = below(spoilt->size_of(name));
      spoilt->flip_bit(name, byte, static_cast<unsigned>(below(8)));
      PatientEnv env(spoilt);
      count(is_named(env, name + " at byte " + std::to_string(byte)) ? "flipped bits named"
                                                                     : "flipped bits harmless");
    }
  }
  bool is_named(rocksdb::Env& env, const std::string& where) {
    auto store = open_rocks_store(folder_, options(env));
    if (!store) {
      require(!store.error().what.empty(), "a flipped bit has no name: " + where);
      return true;
    }
    const auto verified = verify(**store);
    if (!verified) {
      require(!verified.error().what.empty(), "a flipped bit has no name: " + where);
      return true;
    }
    require(verified->events == (kept_.empty() ? 0 : kept_.back().staged.last),
            "a flipped bit took events and was not named: " + where);
    return false;
  }

  DiskOutcome outcome_;
  std::mt19937_64 chance_;
  std::string folder_;
  std::shared_ptr<FaultyFileSystem> disk_;
  PatientEnv env_;
  BlockStore* store_ = nullptr;  // the journal's
  std::unique_ptr<Journal> journal_;
  std::shared_ptr<void> handle_;
  std::string head_synced_;  // the witness as it was when it was last synced
  bool is_failed_ = false;
  Seq woken_ = 0;
  std::uint64_t epoch_ = 0;
  std::uint64_t payloads_ = 0;

  NoSigner signer_;
  std::map<Seq, std::string> roots_;  // of the Merkle tree, by its size

  std::vector<Taken> kept_;      // acknowledged as durable
  std::vector<Taken> in_doubt_;  // in the commit that failed
  std::vector<Taken> staged_;    // not committed
};

}  // namespace

DiskOutcome tell_disk_story(std::uint64_t seed, const std::string& folder) {
  return DiskStory(seed, folder).tell();
}

}  // namespace fillwright::test
