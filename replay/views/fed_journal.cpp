#include "replay/views/fed_journal.hpp"

#include <algorithm>
#include <utility>

#include "events/struct_codec.hpp"
#include "replay/views/mention_index.hpp"

namespace fillwright {
namespace {

// Rows: "e" seq, the event; "s" number, a stream's name; "p" number, a principal's; "v" stream
// number and version, the seq; "place", how far it is.
struct EventRow {
  std::uint32_t stream = 0;
  Version version = 0;
  TypeId type = 0;
  Bytes payload;
  Timestamp event_time;
  Timestamp record_time;
  Seq correlation = 0;
  Seq causation = 0;
  std::uint32_t principal = 0;
};
FILLWRIGHT_STRUCT(EventRow, stream, version, type, payload, event_time, record_time, correlation,
                  causation, principal)

struct PositionRow {
  std::uint32_t partition = 0;
  std::int64_t offset = 0;
  bool operator==(const PositionRow&) const = default;
};
FILLWRIGHT_STRUCT(PositionRow, partition, offset)

struct PlaceRow {
  std::string format = "fed 1";
  std::uint64_t log_id = 0;
  Seq seq = 0;
  std::vector<PositionRow> positions;
};
FILLWRIGHT_STRUCT(PlaceRow, format, log_id, seq, positions)

constexpr auto place_key = "place";

std::string event_key(Seq seq) { return "e" + seq_bytes(seq); }
std::string version_prefix(std::uint32_t stream) { return "v" + seq_bytes(stream); }

JournalFault damaged(Seq seq, const std::string& what) {
  return {seq, "what was taken in is damaged: " + what + "; take it in again into an empty folder"};
}

Recorded recorded_of(Seq seq, const EventRow& row) {
  Recorded recorded;
  recorded.seq = seq;
  recorded.stream = row.stream;
  recorded.version = row.version;
  recorded.type = row.type;
  recorded.payload = row.payload.raw;
  recorded.event_time = row.event_time;
  recorded.record_time = row.record_time;
  recorded.correlation = row.correlation;
  recorded.causation = row.causation;
  recorded.principal = row.principal;
  return recorded;
}

}  // namespace

std::string FedJournal::Names::name(std::uint32_t number) const {
  return number == 0 || number > names.size() ? std::string() : names[number - 1];
}

std::uint32_t FedJournal::Names::find(std::string_view name) const {
  const auto found = numbers.find(name);
  return found == numbers.end() ? 0 : found->second;
}

std::uint32_t FedJournal::Names::number_of(const std::string& name, char kind,
                                           std::vector<ViewRow>& rows) {
  if (name.empty()) return 0;
  const auto next = static_cast<std::uint32_t>(names.size() + 1);
  const auto [found, is_new] = numbers.try_emplace(name, next);
  if (is_new) {
    names.push_back(name);
    rows.push_back({kind + seq_bytes(next), name});
  }
  return found->second;
}

tl::expected<void, std::string> FedJournal::read_names(char kind, Names& names) {
  names = {};
  const std::string prefix(1, kind);
  return store_->scan(prefix, prefix, [&](std::string_view, std::string_view name) {
    names.names.emplace_back(name);
    names.numbers.emplace(name, static_cast<std::uint32_t>(names.names.size()));
    return true;
  });
}

tl::expected<void, std::string> FedJournal::open() {
  const auto row = store_->last(place_key, place_key);
  if (!row) return tl::unexpected(row.error());
  const auto read_place = *row ? decode_struct<PlaceRow>((*row)->value) : PlaceRow();
  if (!read_place || read_place->format != PlaceRow{}.format)
    return tl::unexpected(damaged(0, "how far it is cannot be read").what);
  const auto& place = *read_place;
  log_id_ = place.log_id;
  last_ = place.seq;
  positions_.clear();
  for (const auto& each : place.positions) positions_.push_back({each.partition, each.offset});
  if (auto read = read_names('s', streams_); !read) return read;
  return read_names('p', principals_);
}

tl::expected<Seq, JournalFault> FedJournal::refresh() {
  if (const auto opened = open(); !opened) return tl::unexpected(JournalFault{0, opened.error()});
  return last_;
}

void FedJournal::add_rows(const FedEvent& event, std::vector<ViewRow>& rows) {
  EventRow row;
  row.stream = streams_.number_of(event.stream, 's', rows);
  row.version = event.version;
  row.type = event.type;
  row.payload.raw = event.payload;
  row.event_time = event.event_time;
  row.record_time = event.record_time;
  row.correlation = event.correlation;
  row.causation = event.causation;
  row.principal = principals_.number_of(event.principal, 'p', rows);
  rows.push_back({event_key(event.seq), encode_struct(row)});
  rows.push_back({version_prefix(row.stream) + seq_bytes(event.version), seq_bytes(event.seq)});
}

tl::expected<void, std::string> FedJournal::put(const std::vector<FedEvent>& events,
                                                const std::vector<FeedPosition>& positions) {
  const auto refuse = [](const FedEvent& event, const std::string& expected) {
    return tl::unexpected("event " + std::to_string(event.log_id) + "-" +
                          std::to_string(event.seq) + " came where " + expected + " was expected");
  };
  std::vector<ViewRow> rows;
  const auto log_id = last_ == 0 && !events.empty() ? events.front().log_id : log_id_;
  auto next = last_ + 1;
  for (const auto& event : events) {
    if (event.log_id != log_id) return refuse(event, "one of journal " + std::to_string(log_id));
    if (event.seq != next) return refuse(event, "seq " + std::to_string(next));
    ++next;
  }
  for (const auto& event : events) add_rows(event, rows);
  PlaceRow place;
  place.log_id = log_id;
  place.seq = next - 1;
  for (const auto& each : positions) place.positions.push_back({each.partition, each.offset});
  rows.push_back({place_key, encode_struct(place)});
  if (auto done = store_->put(rows); !done) return done;
  log_id_ = log_id;
  last_ = place.seq;
  positions_ = positions;
  return {};
}

Version FedJournal::version_of(std::string_view stream) const {
  const auto number = streams_.find(stream);
  if (number == 0) return 0;
  const auto prefix = version_prefix(number);
  const auto row = store_->last(prefix, prefix + seq_bytes(~Seq{0}));
  if (!row || !*row) return 0;
  return seq_of_bytes(std::string_view((*row)->key).substr(prefix.size()));
}

tl::expected<void, JournalFault> FedJournal::read(Seq from, const RecordVisitor& visit) const {
  auto expected = std::max<Seq>(from, 1);
  std::optional<JournalFault> fault;
  const auto scanned =
      store_->scan("e", event_key(expected), [&](std::string_view key, std::string_view value) {
        const auto seq = seq_of_bytes(key.substr(1));
        if (seq > last_) return false;
        const auto row = decode_struct<EventRow>(value);
        if (seq != expected || !row) {
          fault = damaged(expected, "this event cannot be read");
          return false;
        }
        ++expected;
        return visit(recorded_of(seq, *row));
      });
  if (!scanned) return tl::unexpected(JournalFault{0, scanned.error()});
  if (fault) return tl::unexpected(*fault);
  return {};
}

tl::expected<void, JournalFault> FedJournal::read_one(Seq seq, const RecordVisitor& visit) const {
  bool is_there = false;
  const auto found = read(seq, [&](const Recorded& recorded) {
    is_there = true;
    visit(recorded);
    return false;
  });
  if (!found) return found;
  if (!is_there) return tl::unexpected(JournalFault{seq, "there is no such event"});
  return {};
}

tl::expected<void, JournalFault> FedJournal::read_stream(std::string_view stream, Version from,
                                                         const RecordVisitor& visit) const {
  const auto number = streams_.find(stream);
  if (number == 0) return {};
  const auto prefix = version_prefix(number);
  std::optional<JournalFault> fault;
  const auto scanned =
      store_->scan(prefix, prefix + seq_bytes(from), [&](std::string_view, std::string_view seq) {
        bool goes_on = true;
        const auto one = read_one(seq_of_bytes(seq), [&](const Recorded& recorded) {
          goes_on = visit(recorded);
          return false;
        });
        if (!one) fault = one.error();
        return one && goes_on;
      });
  if (!scanned) return tl::unexpected(JournalFault{0, scanned.error()});
  if (fault) return tl::unexpected(*fault);
  return {};
}

}  // namespace fillwright
