#include "replay/views/questions.hpp"

#include <algorithm>
#include <functional>

#include "projections/refusals.hpp"
#include "replay/ask/pnl_report.hpp"

namespace fillwright {
namespace {

// What a question is put to, up to its moment.
struct Part {
  Part(const Views& views, Seq until)
      : journal(views.journal()), gatherer(views.journal(), views.index(), until, journal) {}
  PartialJournal journal;
  Gatherer gatherer;
};

AskOptions with_marks(AskOptions options, const Books& books) {
  for (const auto& mark : books.marks) options.marks.push_back({mark.instrument, mark.quote});
  return options;
}

// The seq of the first event of a stream; 0: it has none by then.
tl::expected<Seq, std::string> first_of(const JournalReader& journal, const std::string& stream,
                                        Seq until) {
  Seq first = 0;
  const auto read = journal.read_stream(stream, 1, [&](const Recorded& recorded) {
    if (recorded.seq <= until) first = recorded.seq;
    return false;
  });
  if (!read) return tl::unexpected(read.error().what);
  return first;
}

// What is told by the events of a list, from `from` on: so many of them are looked at, and more
// until `is_enough` says of what was gathered, all of it up to a seq, that it suffices.
tl::expected<void, std::string> gather_page(
    const Views& views, const std::string& list, Seq from, Seq until, std::size_t limit,
    const std::function<bool(const Part& part, Seq complete_to)>& is_enough) {
  for (auto most = limit * 2 + 8;; most *= 2) {
    const auto seqs = views.index().find(list, from, until, most);
    if (!seqs) return tl::unexpected(seqs.error());
    Part part(views, until);
    for (const auto seq : *seqs) part.gatherer.around(seq);
    if (!part.gatherer.result()) return part.gatherer.result();
    const bool is_all = seqs->size() < most;
    if (is_enough(part, is_all ? until : seqs->back()) || is_all) return {};
  }
}

}  // namespace

Answer explain_by(const Views& views, const std::string& order_id, const AskOptions& options) {
  const auto until = options.as_of.seq;
  const auto first = first_of(views.journal(), order_key(order_id), until);
  if (!first) return tl::unexpected(first.error());
  // Which ids are nearest to one that is not there, only the whole journal knows.
  if (*first == 0) return explain_order(views.journal(), order_id, options);
  const auto books = views.books_at(until);
  if (!books) return tl::unexpected(books.error());
  Part part(views, until);
  part.gatherer.order(order_id);
  if (!part.gatherer.result()) return tl::unexpected(part.gatherer.result().error());
  return explain_order(part.journal, order_id, with_marks(options, *books));
}

Answer orders_by(const Views& views, const AskOptions& options) {
  const auto until = options.as_of.seq;
  tl::expected<std::vector<Seq>, std::string> planned;
  if (options.about.empty()) {
    planned = views.index().find(planned_orders_key, options.from, until, options.limit);
    if (!planned) return tl::unexpected(planned.error());
  } else {
    planned = views.index().find(workflow_key(options.about), 1, until);
    if (!planned) return tl::unexpected(planned.error());
    const auto own = first_of(views.journal(), order_key(options.about), until);
    if (!own) return tl::unexpected(own.error());
    if (*own != 0) planned->push_back(*own);
    if (planned->empty()) return ask_orders(views.journal(), options);  // it says what is near
  }
  Part part(views, until);
  for (const auto seq : *planned) part.gatherer.row_of_order(seq);
  if (!part.gatherer.result()) return tl::unexpected(part.gatherer.result().error());
  return ask_orders(part.journal, options);
}

Answer refusals_by(const Views& views, const AskOptions& options) {
  Answer answer;
  const auto until = options.as_of.seq;
  const auto gathered = gather_page(
      views, refusals_key, options.from, until, options.limit,
      [&](const Part& part, Seq complete_to) {
        Refusals refusals;
        if (const auto folded = fold_until(part.journal, options, refusals); !folded)
          return answer = tl::unexpected(folded.error()), true;
        const auto rows = std::ranges::count_if(refusals.rows, [&](const RefusalRow& row) {
          return row.seq >= options.from && row.seq <= complete_to;
        });
        const bool is_enough = static_cast<std::size_t>(rows) >= options.limit;
        if (is_enough || complete_to == until) answer = ask_refusals(part.journal, options);
        return is_enough;
      });
  if (!gathered) return tl::unexpected(gathered.error());
  return answer;
}

Answer positions_by(const Views& views, const AskOptions& options) {
  const auto until = options.as_of.seq;
  const auto books = views.books_at(until);
  if (!books) return tl::unexpected(books.error());
  const auto marked = with_marks(options, *books);
  Part part(views, until);
  if (!options.about.empty()) {
    part.gatherer.workflow(options.about);
  } else {
    const auto count = std::min(options.limit, books->held.size());
    for (std::size_t i = 0; i < count; ++i) part.gatherer.workflow(books->held[i].workflow_id);
  }
  if (!part.gatherer.result()) return tl::unexpected(part.gatherer.result().error());
  const bool is_enough = !options.about.empty() || books->held.size() >= options.limit;
  if (!is_enough) return ask_positions(views.journal(), options);
  return ask_positions(part.journal, marked);
}

Answer pnl_by(const Views& views, const AskOptions& options) {
  const auto until = options.as_of.seq;
  const auto books = views.books_at(until);
  if (!books) return tl::unexpected(books.error());
  const auto instruments = views.instruments_at(until);
  if (!instruments) return tl::unexpected(instruments.error());
  Pnl pnl;
  for (const auto& holding : books->held) pnl.positions.rows.push_back(row_of(holding));
  for (const auto& mark : books->marks) pnl.marks.take({mark.instrument, mark.quote});
  Folded folded;
  folded.unknown = books->unknown;

  // Its totals know of what is held alone; what was realised is of all that ever was.
  auto report = report_of(pnl);
  report.rows.clear();
  for (auto* total : {&report.total, &report.dry_run_total}) total->realised = total->fees = {};
  for (const auto& sum : books->sums) {
    PnlRow row;
    row.day = sum.day;
    row.is_day_assumed = sum.assumed != 0;
    row.account = sum.account;
    row.caller = sum.caller;
    row.instrument = sum.instrument;
    row.is_dry_run = sum.is_dry_run;
    row.fills = sum.fills;
    row.assumed = sum.assumed;
    row.realised = sum.realised;
    row.fees = sum.fees;
    auto& total = sum.is_dry_run ? report.dry_run_total : report.total;
    total.realised = plus(total.realised, sum.realised);
    total.fees = plus(total.fees, sum.fees);
    report.has_dry_runs = report.has_dry_runs || sum.is_dry_run;
    report.rows.push_back(std::move(row));
  }
  return tell_pnl(report, *instruments, folded, options);
}

}  // namespace fillwright
