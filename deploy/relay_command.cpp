#include "deploy/relay_command.hpp"

#include <optional>

#include "adapters/clock/wall_clock.hpp"
#include "adapters/kafka/cursor_reader.hpp"
#include "adapters/kafka/topics.hpp"
#include "adapters/rocksdb/rocks_block_store.hpp"
#include "deploy/kafka_configuration.hpp"
#include "deploy/relay_loop.hpp"
#include "deploy/terminal.hpp"
#include "events/json_writer.hpp"

namespace fillwright {
namespace {

struct Place {
  Configuration configuration;
  std::string folder;
  std::unique_ptr<JournalReader> journal;
};

tl::expected<Place, std::string> open_place(const JournalPlace& place) {
  auto configuration = kafka_configuration(place.config);
  if (!configuration) return tl::unexpected(configuration.error());
  const auto folder = place.journal.empty() ? configuration->process.journal : place.journal;
  auto journal = open_rocks_reader(folder);
  if (!journal) return tl::unexpected(to_text(journal.error()));
  return Place{std::move(*configuration), folder, std::move(*journal)};
}

// Of the first event that Kafka does not hold yet; zero when it holds all.
Duration age_of_first_after(const JournalReader& journal, Seq published) {
  Duration age;
  if (published >= journal.durable()) return age;
  (void)journal.read_one(published + 1, [&](const Recorded& recorded) {
    age = WallClock().now() - recorded.record_time;
    return false;
  });
  return age;
}

std::string status_json(const Place& place, std::optional<Seq> published, const std::string& fault,
                        const std::optional<RelayStatus>& relay) {
  const auto durable = place.journal->durable();
  std::string out;
  JsonWriter w(out);
  w.begin_object();
  w.field("log_id", std::to_string(place.journal->head().log_id));
  w.field("durable", durable);
  w.field("published", published);
  w.field("lag_events",
          published ? std::optional(durable - std::min(durable, *published)) : std::nullopt);
  w.field("lag_seconds",
          published ? std::optional(age_of_first_after(*place.journal, *published)) : std::nullopt);
  w.field("kafka", fault.empty() ? "answers" : fault);
  w.key("relay");
  if (relay)
    w.raw(relay_status_json(*relay));
  else
    w.null();
  w.end_object();
  return out + '\n';
}

std::string status_text(const Place& place, std::optional<Seq> published,
                        const std::optional<RelayStatus>& relay) {
  const auto durable = place.journal->durable();
  std::string out;
  if (published) {
    const auto behind = durable - std::min(durable, *published);
    out += "published " + std::to_string(*published) + " of " + std::to_string(durable) +
           " events, " + std::to_string(behind) + " behind";
    if (behind > 0)
      out += ", for " +
             std::to_string(age_of_first_after(*place.journal, *published).ns / 1'000'000'000) +
             " s";
    out += "\n";
  }
  if (!relay) return out + "no relay has told of itself yet\n";
  const auto& counters = relay->counters;
  out +=
      "relay " + std::string(enum_name(relay->state)) + " at " + to_text(relay->updated) +
      " (process " + std::to_string(relay->process_id) + "): " + std::to_string(counters.events) +
      " events, " + std::to_string(counters.states) + " states, " + std::to_string(counters.heads) +
      " heads, " + std::to_string(counters.transactions) + " transactions, " +
      std::to_string(counters.aborts) + " aborts, " + std::to_string(counters.fences) + " fences\n";
  if (!relay->problem.empty()) out += relay->problem + "\n";
  return out;
}

}  // namespace

int run_relay(const JournalPlace& given) {
  catch_stop_signals();
  auto place = open_place(given);
  if (!place) return fail(place.error());
  ProgressBar bar;
  RelayLoopOptions options;
  options.status_file = relay_status_file(place->folder);
  options.heads_file = heads_file_of(place->folder, place->configuration.process.heads_folder);
  options.tell = [&](const std::string& sentence) {
    bar.clear();
    print_error(sentence);
  };
  options.progress = [&](Seq done, Seq all) { done < all ? bar.show(done, all) : bar.clear(); };
  options.is_stopping = is_stop_asked;
  RelayLoop loop(*place->journal, place->configuration, std::move(options));
  const auto end = loop.run();
  bar.clear();
  if (end.end == RelayEnd::stopped) return exit_ok;
  print_error(end.what);
  return end.end == RelayEnd::fenced ? exit_fenced : exit_failed;
}

int print_relay_status(const JournalPlace& given, bool is_json) {
  const auto place = open_place(given);
  if (!place) return fail(place.error());
  const auto relay = read_relay_status(relay_status_file(place->folder));
  const auto& kafka = place->configuration.process.kafka;
  std::string fault;
  std::optional<Seq> published;
  if (const auto checked = check_topics(kafka); !checked) {
    fault = checked.error().what;
  } else if (const auto cursor = read_cursor_of(kafka, place->journal->head().log_id); !cursor) {
    fault = cursor.error().what;
  } else {
    published = *cursor ? (*cursor)->seq : 0;
  }
  Output out;
  out.add(is_json ? status_json(*place, published, fault, relay)
                  : status_text(*place, published, relay));
  out.flush();
  if (!fault.empty()) return fail(fault);
  return out.end(exit_ok);
}

int ensure_kafka(const std::string& config, bool is_json) {
  const auto configuration = kafka_configuration(config);
  if (!configuration) return fail(configuration.error());
  const auto outcomes = ensure_topics(configuration->process.kafka);
  if (!outcomes) return fail(outcomes.error().what);
  std::string text;
  std::string json;
  JsonWriter w(json);
  w.begin_array();
  bool is_right = true;
  for (const auto& outcome : *outcomes) {
    is_right = is_right && outcome.differences.empty();
    text += outcome.name + (outcome.is_created            ? ": created\n"
                            : outcome.differences.empty() ? ": is as it should be\n"
                                                          : ": differs\n");
    w.begin_object();
    w.field("topic", outcome.name);
    w.field("is_created", outcome.is_created);
    w.field("differences", outcome.differences);
    w.end_object();
  }
  w.end_array();
  Output out;
  out.add(is_json ? json + "\n" : text);
  out.flush();
  for (const auto& outcome : *outcomes)
    for (const auto& difference : outcome.differences)
      print_error(difference + "; topics that are there are not changed");
  return out.end(is_right ? exit_ok : exit_failed);
}

}  // namespace fillwright
