// The paper broker's book: orders, fills, positions and cash, and the rules by which it accepts and
// matches. No clock, no file: times come in, lines for the log go out.
//
// What it accepts. A price on the tick grid; whole quantities (of stocks also fractions); market
// orders for stocks and futures, for options by settings, never for spreads. An opening buy of
// stocks, options or a debit spread must be covered by cash, less what other working opening buys
// may still cost (fees not counted; a market order at the last ask seen). Opening sells need no
// cash and futures none: it asks for no margin. A closing order may not exceed what is held, less
// what other working orders would close, so that it can never turn a position over.
//
// Replaces, as configured. Atomic: the order keeps its number and what it has filled. Linked: a new
// order for exactly what the old has left, which ends as the new is accepted; asked for anything
// else, because a fill came first, it refuses and the old goes on. None: they are refused.
//
// Questions. Some submits and replaces that it would accept are held until a reply, and sometimes a
// second one, says yes; then they are checked anew, as if they arrived now. Until then nothing of
// them is in the books.
//
// Brackets. An entry of a single instrument may bring exits of it: taken or refused as one. They
// are good for what the entry has filled less what they have filled themselves, from the first
// quote after its fill on; when nothing is left for them, and the entry is over, they end. A stop
// waits for a far side at or beyond its price and is a market order from then on.
//
// How it matches. An order takes part from the first quote that is later than its arrival; a quote
// of the same time is too early. It fills at the far side, up to the displayed size; better limits
// are served first, then older orders. Every quote displays its sizes anew. A crossed quote matches
// nothing. A spread matches by the net quote of its legs whenever one of them is quoted, and each
// leg is filled at its far side, so that the prices add up to the net. A replace counts as newly
// arrived. Spreads and single legs do not compete for one displayed size.
//
// Cash: what fills of stocks and options pay or bring, less fees; of futures the profit or loss of
// what is closed, by average price.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

#include "actors/domain/heap_optional.hpp"
#include "actors/domain/instrument/instruments.hpp"
#include "adapters/paper/book_lines.hpp"
#include "adapters/paper/order_queue.hpp"
#include "adapters/paper/paper_orders.hpp"
#include "adapters/paper/paper_settings.hpp"
#include "events/names.hpp"
#include "events/packed.hpp"

namespace fillwright {

// Bounds that keep all sums far from overflow; nobody trades that much on paper.
inline constexpr auto largest_quantity = Quantity::whole(10'000'000);
inline constexpr auto largest_price = Price::whole(1'000'000'000);

// price × quantity × multiplier, within what a paper account can hold.
std::optional<Money> bounded_notional(Price price, Quantity quantity, Quantity multiplier);

// Threads: one.
class PaperBook {
 public:
  // What happens to orders unasked.
  using News = std::variant<BrokerFill, BrokerOrder>;
  using WriteLine = std::function<void(const BookLine&)>;

  // `instruments` must outlive the book.
  PaperBook(const Instruments& instruments, PaperSettings settings);

  // Rebuilds: takes one line of the log, in order. Returns what is wrong with it, or an empty text.
  std::string replay(const BookLine& line);
  // From now on every change is told before it is acted upon. Nothing: no lines are made.
  void write_to(WriteLine write) { write_ = std::move(write); }

  // A request that arrives at `now`.
  BrokerAnswer receive(const BrokerRequest& request, Timestamp now);
  void on_quote(InstrumentId instrument, const Quote& quote);
  void ask_no_more() { settings_.question_rate = {}; }
  // The session is over: DAY orders expire.
  void end_of_day(Timestamp now);
  // Since the last call, in order.
  std::vector<News> take_news() { return std::exchange(news_, {}); }
  bool has_news() const { return !news_.empty(); }

  // An instrument that is not defined has number 0.
  BrokerBooks books(Timestamp since, Timestamp now) const;
  Money cash() const { return cash_; }

 private:
  struct Leg {
    std::uint32_t instrument = 0;  // the book's number
    Side side = Side::buy;
    std::uint32_t ratio = 1;
  };
  struct Held {
    std::string symbol;
    AssetClass asset_class = AssetClass::none;
    Quantity multiplier;
    std::vector<Leg> legs;  // of a spread
    InstrumentId id;
    OrderQueue buys;
    OrderQueue sells;
    std::vector<std::uint64_t> stops;    // orders that wait for their price
    std::vector<std::uint32_t> spreads;  // of which it is a leg
    Quantity position;
    Money cost;               // of a future's position: what it was bought for, signed
    Quantity closing_by_buy;  // what working orders would close; brackets apart
    Quantity closing_by_sell;
    OrderQueue& queue(Side side) { return side == Side::buy ? buys : sells; }
    Quantity& closing(Side side) { return side == Side::buy ? closing_by_buy : closing_by_sell; }
  };
  struct Refusal {
    std::string code;
    std::string text;
  };
  struct Seen {
    AnswerKind answer{};
    AttemptKind kind{};
    std::uint32_t order = 0;        // number; zero: none
    HeapOptional<Refusal> refusal;  // a question's id and text, too
  };
  // A message that waits for a reply.
  struct HeldMessage {
    BrokerRequest request;
    std::optional<std::uint32_t> instrument;
    std::string question_id;
    std::uint32_t asked = 0;  // how often
  };

  std::optional<std::uint32_t> number_of(InstrumentId id);
  std::optional<std::uint32_t> add(const InstrumentDefined& defined);
  std::optional<std::uint32_t> add(const BookInstrument& instrument);
  std::optional<std::uint32_t> find_rebuilt(const InstrumentDefined& defined);
  void bind(std::uint32_t place, InstrumentId id);
  InstrumentId id_of(const Held& held) const;
  const Quote* last_quote(InstrumentId id) const {
    return id.number < quotes_.size() && quotes_[id.number].time.ns != 0 ? &quotes_[id.number]
                                                                         : nullptr;
  }

  std::optional<Refusal> check_terms(const BrokerRequest& request, const Held& held) const;
  std::optional<Refusal> check_cash(const BrokerRequest& request, const Held& held,
                                    const PaperOrder* replaced) const;
  std::optional<Refusal> check_closing(const BrokerRequest& request, std::uint32_t instrument,
                                       const PaperOrder* replaced) const;
  std::optional<Refusal> check_children(const BrokerRequest& request, const Held& held) const;
  Refusal why_not_working(const BrokerRequest& request) const;
  std::optional<Refusal> check(const BrokerRequest& request,
                               std::optional<std::uint32_t> instrument) const;
  std::optional<Refusal> check_replace(const BrokerRequest& request,
                                       const PaperOrder& target) const;
  bool is_linked(const BrokerRequest& request) const {
    return request.kind == AttemptKind::replace && settings_.replace == ReplaceSupport::linked;
  }
  bool asks_about(const BrokerRequest& request, std::uint32_t asked) const;
  BrokerAnswer judge(const BrokerRequest& request, std::optional<std::uint32_t> instrument,
                     std::uint32_t asked, Timestamp now) const;
  BrokerAnswer answer_again(const BrokerRequest& request, Timestamp now) const;
  BrokerAnswer receive_message(const BrokerRequest& request, Timestamp now);
  BrokerAnswer receive_reply(const BrokerRequest& reply, Timestamp now);
  std::string replay_message(const BookMessage& line);
  std::string replay_reply(const BookReply& line);
  std::string why_impossible(const BrokerRequest& request, std::optional<std::uint32_t> instrument,
                             const BrokerAnswer& answer) const;
  void note_seen(const std::string& client_order_id, Seen seen);
  // Of the order that this message made or changed; zero: it made none.
  std::uint64_t order_number(const std::string& client_order_id) const;
  // Null unless it works.
  const PaperOrder* find_working(const std::string& client_order_id) const;
  PaperOrder* find_working_by_broker_id(std::string_view broker_order_id);
  void take(const BrokerRequest& request, std::optional<std::uint32_t> instrument,
            const BrokerAnswer& answer);
  void accept(const BrokerRequest& request, std::optional<std::uint32_t> instrument,
              const BrokerAnswer& answer);
  PaperOrder& add_order(std::uint32_t instrument, const std::string& order_id, Side side,
                        Effect effect);
  void add_child(PaperOrder& parent, const BrokerRequest& request, Timestamp now);
  // Puts a working order where quotes find it, or takes it away.
  void enter(PaperOrder& order);
  void leave(PaperOrder& order);
  // What a bracket's exits may still fill, all together.
  Quantity left_for_children(const PaperOrder& parent) const;
  Quantity fillable(const PaperOrder& order) const;
  // What brackets would close of it.
  Quantity closing_by_brackets(std::uint32_t instrument, Side side) const;
  // Ends exits for which nothing is left. Not while a queue is walked through.
  void settle_brackets();
  void end(PaperOrder& order, BrokerOrderState state, const std::string& reason, Timestamp now);
  std::optional<Money> cost_of(OrderType type, Price limit, Quantity quantity, Side side,
                               Effect effect, const Held& held) const;
  void count(PaperOrder& order, bool is_added);
  std::vector<Leg> legs_of(std::uint32_t instrument) const;

  void match(Held& held, const Quote& quote, Timestamp time);
  void trigger_stops(Held& held, const Quote& quote, Timestamp time);
  bool trigger(PaperOrder& order);
  void match_side(Held& held, Side side, const Quote& quote, Timestamp time);
  void match_touched(Held& held, Side side, const Quote& quote, Timestamp time);
  bool fills_at_mid(const Held& held) const;
  std::optional<Quote> net_of(const Held& spread) const;
  bool fill(PaperOrder& order, Quantity quantity, Price price, Timestamp time);
  std::vector<Price> leg_prices(const Held& held, Side side, Price net) const;
  bool take_fill(PaperOrder& order, const BookMatch& fill);
  void book_cash(Held& held, Side side, Quantity quantity, Price price, Money fees);
  Money fees_of(const Held& held, Side side, Quantity quantity, bool is_first) const;
  void set_instrument(BrokerOrder& order) const;

  const Instruments* instruments_;
  PaperSettings settings_;
  WriteLine write_;
  std::deque<Held> held_;
  std::map<std::string, std::uint32_t> by_symbol_;
  std::vector<std::uint32_t> by_id_;  // InstrumentId to place in held_ plus one
  PaperOrders orders_;
  ByName<Seen> seen_;                                       // by client order id; looked up only
  std::unordered_map<std::string, HeldMessage> questions_;  // by client order id; looked up only
  std::vector<std::uint64_t> brackets_;                     // entries whose exits are not all over
  std::vector<Quote> quotes_;  // latest, by InstrumentId; time zero: none
  std::vector<BrokerOrder> rejected_;
  Packed<BrokerFill> fills_;  // what their instrument says is the book's number of it
  std::vector<News> news_;
  Money cash_;
  Money reserved_;
  std::size_t unbound_ = 0;  // instruments whose number is not known yet
  std::uint64_t executions_ = 0;
  std::uint64_t questions_asked_ = 0;
  std::uint64_t priority_ = 0;
};

}  // namespace fillwright
