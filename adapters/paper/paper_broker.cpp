#include "adapters/paper/paper_broker.hpp"

#include <algorithm>

#include "events/chance.hpp"

namespace fillwright {

PaperBroker::PaperBroker(Clock& clock, const Instruments& instruments,
                         const PaperSettings& settings)
    : clock_(&clock),
      settings_(settings),
      book_(instruments, settings),
      self_(std::make_shared<PaperBroker*>(this)) {}

tl::expected<std::unique_ptr<PaperBroker>, std::string> PaperBroker::open(
    Clock& clock, const Instruments& instruments, const PaperSettings& settings,
    const std::filesystem::path& folder) {
  std::error_code code;
  std::filesystem::create_directories(folder, code);
  if (code) return tl::make_unexpected("cannot make " + folder.string() + ": " + code.message());
  const auto file = folder / "messages.jsonl";
  auto log = MessageLog::open(file);  // first, for its lock
  if (!log) return tl::make_unexpected(log.error());
  const auto content = read_log(file);
  if (!content) return tl::make_unexpected(content.error());

  auto broker = std::make_unique<PaperBroker>(clock, instruments, settings);
  for (std::size_t i = 0; i < content->lines.size(); ++i) {
    const bool is_opening = std::holds_alternative<BookOpened>(content->lines[i]);
    const auto wrong = is_opening != (i == 0) ? "a book has one first line, and this is not it"
                                              : broker->book_.replay(content->lines[i]);
    if (!wrong.empty())
      return tl::make_unexpected(file.string() + ", line " + std::to_string(i + 1) + ": " + wrong);
  }
  broker->log_ = std::move(*log);
  if (!content->torn.empty()) {
    broker->log_->cut_to(content->sound_bytes);
    broker->notice_ = file.string() + ": the last line was torn by a crash; " +
                      std::to_string(content->torn.size()) + " bytes were cut off";
  }
  if (content->lines.empty())
    broker->log_->write(BookOpened{1, settings.starting_cash, clock.now()});
  broker->sync();
  broker->book_.write_to([&log_of = *broker->log_](const BookLine& line) { log_of.write(line); });
  return broker;
}

BrokerCapabilities PaperBroker::capabilities() const {
  BrokerCapabilities can;
  can.replace = settings_.replace;
  can.can_bracket = settings_.replace == ReplaceSupport::atomic;
  can.can_market_options = settings_.can_market_options;
  if (settings_.requests_per_second > 0)
    can.rate_limits = {{settings_.requests_per_second, seconds(1)}};
  const Duration way{settings_.latency.ns + settings_.latency_jitter.ns};
  can.answer_within = std::max(can.answer_within, Duration{2 * way.ns});
  // What is under way ends with the process, and the line is short.
  can.settles_within = std::max(seconds(1), Duration{3 * way.ns});
  return can;
}

template <class Message>
void PaperBroker::put(Line<Message>& line, Message message, Timestamp arrival,
                      void (PaperBroker::*take)()) {
  arrival = std::max(arrival, line.latest);
  const bool is_alone = line.messages.empty() || line.messages.back().first != arrival;
  line.latest = arrival;
  line.messages.emplace_back(arrival, std::move(message));
  if (!is_alone) return;  // the work that takes its neighbour takes it, too
  clock_->at(arrival, [weak = std::weak_ptr(self_), take] {
    if (const auto self = weak.lock()) ((*self)->*take)();
  });
}

Duration PaperBroker::delay(std::string_view what, std::string_view of) const {
  if (settings_.latency_jitter.ns <= 0) return settings_.latency;
  const auto range = static_cast<std::uint64_t>(settings_.latency_jitter.ns) + 1;
  return {settings_.latency.ns +
          static_cast<std::int64_t>(chance(settings_.seed, std::string(what).append(of)) % range)};
}

void PaperBroker::send(const BrokerRequest& request) {
  put(inbound_, Inbound(request), clock_->now() + delay("", request.client_order_id),
      &PaperBroker::take_inbound);
}

void PaperBroker::ask_books(Timestamp since) {
  put(inbound_, Inbound(AskBooks{since}), clock_->now() + settings_.latency,
      &PaperBroker::take_inbound);
}

void PaperBroker::take_inbound() {
  while (!inbound_.messages.empty() && inbound_.messages.front().first <= clock_->now()) {
    const auto message = std::move(inbound_.messages.front().second);
    inbound_.messages.pop_front();
    std::visit([this](const auto& one) { arrive(one); }, message);
  }
}

void PaperBroker::arrive(const BrokerRequest& request) {
  post(book_.receive(request, clock_->now()), delay("answer to ", request.client_order_id));
  post_news();
}

void PaperBroker::arrive(const AskBooks& ask) {
  post(book_.books(ask.since, clock_->now()), settings_.latency);
}

void PaperBroker::on_quote(InstrumentId instrument, const Quote& quote) {
  book_.on_quote(instrument, quote);
  if (book_.has_news()) post_news();
}

void PaperBroker::end_of_day(Timestamp now) {
  book_.end_of_day(now);
  post_news();
}

void PaperBroker::post_news() {
  for (auto& news : book_.take_news())
    std::visit([this](auto& one) { post(std::move(one), settings_.latency); }, news);
}

void PaperBroker::post(Outbound message, Duration after) {
  put(outbound_, std::move(message), clock_->now() + after, &PaperBroker::take_outbound);
}

void PaperBroker::take_outbound() {
  sync();
  while (!outbound_.messages.empty() && outbound_.messages.front().first <= clock_->now()) {
    auto message = std::move(outbound_.messages.front().second);
    outbound_.messages.pop_front();
    deliver(std::move(message));
  }
}

void PaperBroker::deliver(Outbound message) {
  if (!listener_) return;
  struct Deliver {
    BrokerListener& to;
    void operator()(const BrokerAnswer& answer) const { to.on_answer(answer); }
    void operator()(const BrokerFill& fill) const { to.on_fill(fill); }
    void operator()(const BrokerOrder& order) const { to.on_order_ended(order); }
    void operator()(BrokerBooks& books) const { to.on_books(std::move(books)); }
  };
  std::visit(Deliver{*listener_}, message);
}

void PaperBroker::sync() {
  if (log_) log_->sync();
}

}  // namespace fillwright
