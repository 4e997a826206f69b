#include "deploy/project_command.hpp"

#include <chrono>
#include <filesystem>

#include "adapters/config/configuration.hpp"
#include "adapters/kafka/kafka_feed.hpp"
#include "adapters/rocksdb/rocks_view_store.hpp"
#include "deploy/journal_place.hpp"
#include "deploy/kafka_configuration.hpp"
#include "deploy/terminal.hpp"
#include "events/json_writer.hpp"
#include "replay/views/feed_taker.hpp"

namespace fillwright {
namespace {

using Clock = std::chrono::steady_clock;

// Records of one transaction come partition by partition; longer than this nothing is on its way.
constexpr auto longest_wait = std::chrono::seconds(20);

std::string told(const ProjectOptions& options, const FedJournal& journal, std::uint64_t taken) {
  const auto log_id = std::to_string(journal.head().log_id);
  if (!options.is_json)
    return std::to_string(taken) + " events taken in; " + options.folder + " holds journal " +
           log_id + " up to seq " + std::to_string(journal.durable()) +
           ". Ask it as any: fillwright positions --journal " + options.folder + "\n";
  std::string out;
  JsonWriter w(out);
  w.begin_object();
  w.field("log_id", log_id);
  w.field("seq", journal.durable());
  w.field("taken", taken);
  w.field("folder", options.folder);
  w.end_object();
  return out + '\n';
}

// Until the feed's end, or for ever; then how many events were taken in.
tl::expected<std::uint64_t, std::string> take_all(EventFeed& feed, FeedTaker& taker,
                                                  const FedJournal& journal, bool is_following) {
  ProgressBar bar;
  std::uint64_t taken = 0;
  auto moved_at = Clock::now();
  while (!is_stop_asked()) {
    const auto step = taker.step();
    if (!step) return tl::unexpected(step.error());
    taken += *step;
    if (*step > 0) moved_at = Clock::now();
    if (journal.durable() < taker.newest_seen()) bar.show(journal.durable(), taker.newest_seen());
    const auto missing = taker.missing();
    if (*step > 0 || !feed.is_at_end()) continue;
    bar.clear();
    if (missing && Clock::now() - moved_at > longest_wait)
      return tl::unexpected("the topic holds events up to seq " +
                            std::to_string(taker.newest_seen()) + " and not seq " +
                            std::to_string(*missing) +
                            ": it was older than the topic's retention, or is not published yet");
    if (!missing && !is_following) break;
  }
  return taken;
}

}  // namespace

int run_project(const ProjectOptions& options) {
  catch_stop_signals();
  const auto configuration = kafka_configuration(options.config);
  if (!configuration) return fail(configuration.error());
  std::error_code error;
  if (std::filesystem::exists(std::filesystem::path(options.folder) / "FILLWRIGHT", error))
    return fail(options.folder + " is a journal; expected a folder of its own");
  std::filesystem::create_directories(options.folder, error);
  auto store = open_rocks_views(fed_rows_folder(options.folder), ViewAccess::write);
  if (!store) return fail(store.error());
  FedJournal journal(std::move(*store));
  if (const auto opened = journal.open(); !opened) return fail(opened.error());
  if (options.log_id && journal.durable() > 0 && journal.head().log_id != *options.log_id)
    return fail(options.folder + " holds journal " + std::to_string(journal.head().log_id) +
                "; expected an empty folder or one of journal " + std::to_string(*options.log_id));
  const auto feed = make_kafka_feed(configuration->process.kafka, is_stop_asked);
  if (const auto started = feed->start(journal.positions()); !started) return fail(started.error());
  FeedTakerOptions taking;
  taking.log_id = options.log_id;
  FeedTaker taker(*feed, journal, taking);
  const auto taken = take_all(*feed, taker, journal, options.is_following);
  if (!taken) return fail(taken.error());
  if (const auto kept = journal.keep(); !kept) return fail(kept.error());
  Output out;
  out.add(told(options, journal, *taken));
  return out.end(exit_ok);
}

}  // namespace fillwright
