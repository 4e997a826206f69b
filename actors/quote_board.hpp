// The latest quote of every instrument, and who wants to be woken by the next: a plain trigger
// index, the same live and in backtest. A quote looks only at levels that it reaches, so resting
// interests cost nothing.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "actors/domain/decider.hpp"
#include "actors/net_quote.hpp"

namespace fillwright {

// Threads: one.
class QuoteBoard {
 public:
  using Wake = std::function<void(const Address& owner, const std::string& name)>;

  // `instruments` must outlive the board; it knows the legs of spreads.
  explicit QuoteBoard(const Instruments& instruments) : instruments_(&instruments) {}

  // Arms an interest; one of the same owner and name is replaced, one that asks for nothing only
  // removes. With any of its levels reached it fires once, at the next quote that satisfies it (a
  // quote already seen does not count), and is gone: the owner arms it again. `on_any_change` stays
  // and fires whenever a price or size differs. A missing side reaches no level.
  void set(const Address& owner, const Interest& interest);
  // Forgets all interests of an owner.
  void clear(const Address& owner);

  // Takes the quote, unless a newer one is known: newest wins. Then calls `wake` for whoever it
  // concerns, in the order in which they were armed; spreads of this leg included, by their net
  // quote. `wake` may call set, clear and latest, not on_quote.
  void on_quote(InstrumentId instrument, const Quote& quote, const Wake& wake);

  // A spread's is made from its legs' latest. Nothing when none has been seen.
  std::optional<Quote> latest(InstrumentId instrument) const;
  // How many interests are armed.
  std::size_t armed() const { return armed_count_; }

 private:
  using Level = std::pair<std::int64_t, std::uint32_t>;  // price units, place in armed_
  struct Triggers {
    std::set<Level> bid_at_least, bid_at_most, ask_at_least, ask_at_most;
    std::set<std::uint32_t> any_change;
    bool is_empty() const {
      return bid_at_least.empty() && bid_at_most.empty() && ask_at_least.empty() &&
             ask_at_most.empty() && any_change.empty();
    }
  };
  struct Slot {
    Triggers triggers;
    std::optional<Quote> last_net;      // of a spread: the last that was checked
    std::vector<InstrumentId> spreads;  // that have this instrument as a leg, and were armed
  };
  struct Armed {
    Address owner;
    Interest interest;
    std::uint64_t order = 0;  // of arming
  };

  Slot& slot(InstrumentId instrument);
  Slot* find_slot(InstrumentId instrument) const {
    return instrument.number < slots_.size() ? slots_[instrument.number].get() : nullptr;
  }
  const Quote* find_quote(InstrumentId instrument) const {
    if (instrument.number >= quotes_.size()) return nullptr;
    const auto& quote = quotes_[instrument.number];
    return quote.time.ns != 0 ? &quote : nullptr;
  }
  std::optional<Quote> net_of(const InstrumentDefined& spread) const;
  void disarm(std::uint32_t place);
  void remove(const Address& owner, const std::string& name);
  static void collect(const Triggers& triggers, const Quote& quote, bool is_changed,
                      std::vector<std::uint32_t>& hit);

  const Instruments* instruments_;
  std::vector<Quote> quotes_;  // by number; time zero: none
  std::vector<std::unique_ptr<Slot>> slots_;
  std::deque<Armed> armed_;  // places are used again
  std::vector<std::uint32_t> free_;
  std::map<Address, std::vector<std::uint32_t>> by_owner_;
  std::uint64_t order_ = 0;
  std::size_t armed_count_ = 0;
};

}  // namespace fillwright
