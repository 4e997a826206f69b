#include "deploy/backtest_command.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>

#include "adapters/heads/heads_file.hpp"
#include "adapters/rocksdb/rocks_block_store.hpp"
#include "adapters/snapshots/snapshot_folder.hpp"
#include "adapters/sodium/ed25519.hpp"
#include "deploy/journal_place.hpp"
#include "deploy/sealing.hpp"
#include "deploy/terminal.hpp"
#include "replay/ask/ask.hpp"
#include "replay/backtest/report.hpp"

namespace fillwright {
namespace {

namespace fs = std::filesystem;

using Failure = tl::unexpected<std::string>;

// One run: its policy's name (empty: as configured), where it goes, and what goes in.
struct Run {
  std::string policy;
  std::string journal;
  BacktestInputs inputs;
  std::unique_ptr<Signer> signer;  // null: its end is not signed
  std::string heads;               // file of signed heads
};

tl::expected<std::vector<std::string>, std::string> split_names(const std::string& text) {
  std::vector<std::string> names;
  for (std::size_t at = 0; at <= text.size();) {
    const auto comma = std::min(text.find(',', at), text.size());
    names.push_back(text.substr(at, comma - at));
    at = comma + 1;
  }
  for (const auto& name : names) {
    if (name.empty()) return Failure("--compare: expected names of policies, as in fast,patient");
    if (std::count(names.begin(), names.end(), name) > 1)
      return Failure("--compare names the policy \"" + name + "\" twice");
  }
  return names;
}

tl::expected<void, std::string> check_parent(const std::string& path, const std::string& what) {
  std::error_code error;
  const auto parent = fs::path(path).parent_path();
  if (parent.empty() || fs::is_directory(parent, error)) return {};
  return Failure("there is no folder " + parent.string() + " to make " + what + " in");
}

tl::expected<void, std::string> check_new(const std::string& folder) {
  std::error_code error;
  if (fs::exists(fs::symlink_status(folder, error)))
    return Failure(folder +
                   " is there already; a backtest makes its journal anew: name a folder "
                   "that is not there");
  return check_parent(folder, "the journal");
}

// A new journal has no heads yet: those that are there are of another.
tl::expected<void, std::string> read_signer(Run& run) {
  const auto& loaded = run.inputs.loaded;
  const auto key = loaded.secrets.find("signing_key");
  if (key == loaded.secrets.end()) return {};
  auto signer = signer_of(key->second);
  if (!signer) return Failure("secrets.signing_key: " + signer.error());
  run.signer = std::move(*signer);
  run.heads = heads_file_of(run.journal, loaded.configuration.process.heads_folder);
  std::error_code error;
  if (!fs::exists(fs::symlink_status(run.heads, error))) return {};
  return Failure(run.heads +
                 " is there already, with signed heads of another journal: move it away");
}

// Everything is read and checked before anything is written.
tl::expected<std::vector<Run>, std::string> read_runs(const BacktestOptions& options) {
  std::vector<Run> runs;
  if (const auto page = check_parent(options.html, "the page"); !page) return Failure(page.error());
  if (options.compare.empty()) {
    runs.push_back({options.request.policy, options.journal, {}, {}, {}});
  } else {
    if (!options.request.policy.empty())
      return Failure("--policy and --compare are given; expected one of them");
    if (!options.html.empty())
      return Failure("--html shows one run; with --compare it is not written");
    const auto names = split_names(options.compare);
    if (!names) return Failure(names.error());
    for (const auto& name : *names)
      runs.push_back({name, options.journal + "-" + name, {}, {}, {}});
  }
  for (auto& run : runs) {
    if (const auto is_new = check_new(run.journal); !is_new) return Failure(is_new.error());
    auto request = options.request;
    request.policy = run.policy;
    auto inputs = read_backtest(request);
    if (!inputs) return Failure(inputs.error());
    run.inputs = std::move(*inputs);
    if (const auto signer = read_signer(run); !signer) return Failure(signer.error());
  }
  return runs;
}

// Where the tape lies, for a later what-if: beside the journal, because what is in it must not
// depend on folders.
void note_tape(const std::string& journal, const std::string& tape) {
  std::ofstream(journal + ".tape", std::ios::binary) << fs::absolute(tape).string() << '\n';
}

// The journal's end, vouched for by whoever holds the key.
tl::expected<void, std::string> sign_end(const Run& run, const Journal& journal,
                                         BlockStore& store) {
  auto heads = HeadsFile::open(run.heads);
  if (!heads) return Failure(heads.error());
  std::string problem;
  SealingOptions options;
  options.signer = run.signer.get();
  options.heads = &*heads;
  options.on_problem = [&](const std::string& told) { problem = told; };
  auto sealing = Sealing::start(journal, store, std::move(options));
  if (!sealing) return Failure(sealing.error());
  sealing->reset();  // it signs what there is when it ends
  if (!problem.empty()) return Failure(problem);
  return {};
}

tl::expected<void, std::string> run_one(Run& run) {
  JournalOptions journal_options;
  journal_options.log_id = log_id_of(run.inputs);
  journal_options.snapshots = make_snapshot_folder(views_folder(run.journal));
  const auto tape = run.inputs.request.tape;
  auto opened = open_rocks_store(run.journal);
  if (!opened) return Failure(to_text(opened.error()));
  auto& store = **opened;
  auto journal = open_journal(std::move(*opened), std::move(journal_options));
  if (!journal) return Failure(to_text(journal.error()));
  note_tape(run.journal, tape);
  ProgressBar bar;
  std::map<std::string, std::uint64_t> notes;
  const auto ended = run_backtest(
      std::move(run.inputs), **journal,
      [&](Timestamp now, Timestamp from, Timestamp to) {
        bar.show(static_cast<std::uint64_t>((now - from).ns),
                 static_cast<std::uint64_t>((to - from).ns));
        return !is_stop_asked();
      },
      [&](const std::string& note) { ++notes[note]; });
  bar.clear();
  if (!ended) return Failure(ended.error());
  constexpr std::size_t most_notes = 20;
  std::size_t told = 0;
  for (const auto& [note, count] : notes)
    if (told++ < most_notes)
      print_error(note + (count > 1 ? " (" + std::to_string(count) + " times)" : ""));
  if (!ended->is_whole)
    return Failure("stopped at " + to_text(ended->to) + ": " + run.journal +
                   " holds what happened until then");
  return run.signer ? sign_end(run, **journal, store) : tl::expected<void, std::string>();
}

// Quotes of the orders that are drawn, as the tape has them: one reading for all.
class DrawnQuotes {
 public:
  explicit DrawnQuotes(const BacktestReport& report) : report_(report) {}

  void read(QuoteFeed& feed) {
    std::vector<std::vector<std::size_t>> by_instrument;
    for (std::size_t i = 0; i < report_.walks.size(); ++i) {
      const auto& walk = report_.walks[i];
      const auto* instrument = report_.instruments.find(walk.instrument);
      if (!instrument || !instrument->legs.empty()) continue;  // a spread's net is not on a tape
      if (!feed.watch(*instrument)) continue;
      if (walk.instrument.number >= by_instrument.size())
        by_instrument.resize(walk.instrument.number + 1);
      by_instrument[walk.instrument.number].push_back(i);
    }
    quotes_.resize(report_.walks.size());
    feed.listen([&](InstrumentId instrument, const Quote& quote) {
      for (const auto i : by_instrument[instrument.number]) {
        const auto& walk = report_.walks[i];
        if (quote.time >= walk.planned_at - air && quote.time <= walk.ended_at + air)
          quotes_[i].push_back(quote);
      }
    });
    while (const auto next = feed.next_time()) feed.deliver(*next);
  }
  std::vector<Quote> of(std::size_t walk) const {
    return walk < quotes_.size() ? quotes_[walk] : std::vector<Quote>();
  }

 private:
  static constexpr auto air = seconds(2);
  const BacktestReport& report_;
  std::vector<std::vector<Quote>> quotes_;  // beside the report's walks
};

tl::expected<void, std::string> write_page(const JournalReader& journal,
                                           const BacktestReport& report, const std::string& tape,
                                           const std::string& notice, const std::string& file) {
  ReportPage page;
  page.title = "Backtest of " + fs::path(tape).filename().string();
  page.notice = notice;
  DrawnQuotes quotes(report);
  if (!report.walks.empty()) {
    auto feed = open_quotes(tape);
    if (!feed) return Failure(feed.error());
    quotes.read(**feed);
  }
  for (std::size_t i = 0; i < report.walks.size(); ++i) {
    const auto& walk = report.walks[i];
    auto picture = walk_svg(journal, walk.order_id, {}, quotes.of(i));
    if (!picture) return Failure(picture.error());
    page.walks.emplace_back(walk.order_id + (walk.policy.empty() ? "" : ", policy " + walk.policy),
                            std::move(*picture));
  }
  errno = 0;
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out << report_html(report, page);
  if (!out.flush()) return Failure(file + " cannot be written: " + std::strerror(errno));
  return {};
}

// A picture costs a reading of the journal: a long one has fewer.
ReportLimits limits_for(const JournalReader& journal, bool has_page) {
  ReportLimits limits;
  constexpr Seq events_to_read = 40'000'000;
  const auto most = events_to_read / std::max<Seq>(journal.durable(), 1);
  limits.walks = has_page ? std::min<std::size_t>(limits.walks, std::max<Seq>(most, 1)) : 0;
  return limits;
}

}  // namespace

int backtest(const BacktestOptions& options) {
  auto runs = read_runs(options);
  if (!runs) return fail(runs.error());
  const auto& first = runs->front().inputs;
  const auto notice = first.notice;
  if (first.doubtful > 0)
    print_error("the tape has " + std::to_string(first.doubtful) +
                " quotes that are one-sided or crossed; they count as they are, the first is " +
                first.first_doubt);
  catch_stop_signals();
  std::vector<BacktestReport> reports;
  for (auto& run : *runs) {
    if (const auto done = run_one(run); !done) return fail(done.error());
    const auto journal = open_rocks_reader(run.journal);
    if (!journal) return fail(to_text(journal.error()));
    auto report = gather_report(**journal, limits_for(**journal, !options.html.empty()));
    if (!report) return fail(report.error());
    if (!options.html.empty()) {
      const auto page = write_page(**journal, *report, options.request.tape, notice, options.html);
      if (!page) return fail(page.error());
    }
    reports.push_back(std::move(*report));
  }
  Output out;
  if (options.compare.empty()) {
    out.add(options.is_json ? report_json(reports.front(), notice)
                            : report_text(reports.front(), notice));
    return out.end(exit_ok);
  }
  std::vector<NamedReport> named;
  for (std::size_t i = 0; i < reports.size(); ++i)
    named.emplace_back((*runs)[i].policy, &reports[i]);
  out.add(options.is_json ? comparison_json(named, notice) : comparison_text(named));
  return out.end(exit_ok);
}

}  // namespace fillwright
