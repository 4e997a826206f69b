// A recorded tape, read piece by piece as time goes on, so that its size does not matter. A CSV
// tape has lines `ts_ns,symbol,bid,ask,bid_size,ask_size` by rising time, a header line optional,
// options by OCC symbol, padded or not; it is read twice, at open to check and count all of it.
// Compact tapes are opened by adapters/tape.
#pragma once

#include <array>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <tl/expected.hpp>
#include <unordered_map>
#include <vector>

#include "actors/ports/market_data.hpp"
#include "adapters/market/tape_line.hpp"
#include "adapters/market/tape_source.hpp"

namespace fillwright {

struct TapeSettings {
  // A line that would have to be left out makes `open` fail, and names it. Otherwise such lines are
  // counted, told and left out. Crossed and one-sided quotes are counted, told and delivered either
  // way.
  bool is_strict = true;
};

struct TapeSummary {
  std::uint64_t lines = 0;   // the header not counted
  std::uint64_t quotes = 0;  // that will be delivered when watched
  // By TapeFault. Of a compact tape: what it was made from; out of order was put in order.
  std::array<std::uint64_t, tape_fault_kinds> faults{};
  Timestamp first;
  Timestamp last;
  std::vector<std::string> symbols;  // canonical, sorted
  // "path invented within bars, seed 7"; of a CSV tape empty, for it does not say.
  std::string origin;
  bool is_invented = false;
};

// Threads: the loop's only.
class TapeFeed : public QuoteFeed {
 public:
  // A CSV tape. Reads all of it once; `on_problem` hears of every faulty line, in order. The error
  // is a sentence with the path and, where one is to blame, the line.
  static tl::expected<std::unique_ptr<TapeFeed>, std::string> open(
      const std::filesystem::path& path, const TapeSettings& settings = {},
      const std::function<void(const TapeProblem&)>& on_problem = {});

  // `symbols`: canonical, by place.
  TapeFeed(std::unique_ptr<TapeSource> source, const std::vector<std::string>& symbols,
           TapeSummary summary);

  // From now on the tape is read on a thread of its own. At most once.
  void read_ahead();

  const TapeSummary& summary() const { return summary_; }
  // As many quotes have come as there were when it was opened: false at its end when it was
  // changed, or could not be read, meanwhile.
  bool has_all() const { return taken_ == summary_.quotes; }

  // Nothing at the end of the tape. A latest quote owed to a new watcher counts, at its old time.
  std::optional<Timestamp> next_time() const override;
  // Quotes owed to new watchers come first. The tape must not change meanwhile: what then cannot be
  // read is passed over.
  void deliver(Timestamp until) override;
  void listen(std::function<void(InstrumentId, const Quote&)> sink) override;
  // A spread is watched by its legs. False when the tape never mentions it, or one of its legs.
  bool watch(const InstrumentDefined& instrument) override;
  bool knows(const InstrumentDefined& instrument) const override;
  std::string notice() const override { return summary_.is_invented ? summary_.origin : ""; }
  std::vector<std::string> symbols() const override { return summary_.symbols; }
  std::optional<Timestamp> last_time() const override {
    return summary_.quotes == 0 ? std::nullopt : std::optional(summary_.last);
  }

 private:
  struct Instrument {
    InstrumentId watched;  // none: nobody has asked
    Quote latest;          // time zero: none passed yet
  };
  std::optional<std::uint32_t> find(const std::string& symbol) const;
  void read_on();
  void watch_one(std::uint32_t place, InstrumentId instrument);

  std::unique_ptr<TapeSource> source_;
  TapeSummary summary_;
  std::unordered_map<std::string, std::uint32_t> by_symbol_;  // canonical; looked up only
  std::vector<Instrument> instruments_;
  std::uint64_t taken_ = 0;  // quotes of the source so far
  bool has_next_ = false;
  TapeRow next_;
  std::deque<std::pair<InstrumentId, Quote>> owed_;
  std::function<void(InstrumentId, const Quote&)> sink_;
};

}  // namespace fillwright
