// A broker that trades on paper: the book behind the broker's port, with the delays of a line, and
// a log of its own. It shares nothing with our journal, so that it outlives a crash of ours and can
// testify against us.
//
// The loop, for each quote:
//   clock.advance_to(quote.time)   timers, arrivals and answers due at or before the quote
//   broker.on_quote(id, quote)     matches what had arrived before the quote's time
//   board.on_quote(id, quote, …)   only then do actors see it
// What an actor sends in answer to a quote arrives at that quote's time or later, and so takes part
// from the next quote on. Fills are heard of `latency` after the quote, by the clock.
#pragma once

#include <deque>
#include <filesystem>
#include <memory>
#include <string>
#include <tl/expected.hpp>
#include <variant>

#include "actors/ports/clock.hpp"
#include "adapters/paper/message_log.hpp"
#include "adapters/paper/paper_book.hpp"

namespace fillwright {

// Threads: the loop's only. Clock and instruments must outlive it; work that it left with the clock
// does nothing once it is gone: what was under way is lost, as on a cut line.
class PaperBroker : public Broker {
 public:
  // In memory, for backtests and simulation: nothing is written.
  PaperBroker(Clock& clock, const Instruments& instruments, const PaperSettings& settings);
  // With its book in `folder`, made if it is missing; what is there is rebuilt. The error names
  // file and line. The starting cash counts only for a new book.
  static tl::expected<std::unique_ptr<PaperBroker>, std::string> open(
      Clock& clock, const Instruments& instruments, const PaperSettings& settings,
      const std::filesystem::path& folder);

  std::string name() const override { return "paper"; }
  BrokerCapabilities capabilities() const override;
  bool outlives_us() const override { return log_.has_value(); }
  void listen(BrokerListener* listener) override { listener_ = listener; }
  void send(const BrokerRequest& request) override;
  void ask_books(Timestamp since) override;

  void on_quote(InstrumentId instrument, const Quote& quote);
  // From now on it asks nothing before it acts: a story's last part, in which all comes to an end.
  void ask_no_more() { book_.ask_no_more(); }
  // DAY orders expire; call it at the session's close.
  void end_of_day(Timestamp now);
  // Makes durable what was received. Answers never leave before: the first of a turn does it for
  // all.
  void sync();
  // What was noticed at open: empty, or that the log's last line was torn and cut.
  const std::string& notice() const { return notice_; }
  // What the account holds now, without the line's delay: for reports.
  BrokerBooks books(Timestamp since) const { return book_.books(since, clock_->now()); }

 private:
  struct AskBooks {
    Timestamp since;
  };
  using Inbound = std::variant<BrokerRequest, AskBooks>;
  using Outbound = std::variant<BrokerAnswer, BrokerFill, BrokerOrder, BrokerBooks>;
  // One direction of the line: first in, first out.
  template <class Message>
  struct Line {
    std::deque<std::pair<Timestamp, Message>> messages;  // with the time they arrive at
    Timestamp latest;                                    // the last arrival; nothing overtakes
  };

  template <class Message>
  void put(Line<Message>& line, Message message, Timestamp arrival, void (PaperBroker::*take)());
  // By chance, which depends on the text that both are together.
  Duration delay(std::string_view what, std::string_view of) const;
  void take_inbound();
  void take_outbound();
  void arrive(const BrokerRequest& request);
  void arrive(const AskBooks& ask);
  void deliver(Outbound message);
  void post(Outbound message, Duration after);
  void post_news();

  Clock* clock_;
  PaperSettings settings_;
  PaperBook book_;
  std::optional<MessageLog> log_;
  std::string notice_;
  BrokerListener* listener_ = nullptr;
  Line<Inbound> inbound_;
  Line<Outbound> outbound_;
  std::shared_ptr<PaperBroker*> self_;  // empties when we go
};

}  // namespace fillwright
