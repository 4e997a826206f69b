#include "replay/views/views.hpp"

#include <unordered_set>

#include "actors/journal/checksums.hpp"
#include "actors/journal/name_cache.hpp"
#include "actors/journal/snapshot.hpp"
#include "projections/instrument_table.hpp"

namespace fillwright {
namespace {

constexpr std::string_view kind_of_place = "views 2";
constexpr std::string_view kind_of_books = "books 2";
constexpr auto place_row = "place";

std::string books_row(Seq seq) { return "b" + seq_bytes(seq); }

tl::unexpected<std::string> damaged(const JournalFault& fault) {
  return tl::unexpected("the journal is damaged at seq " + std::to_string(fault.seq) + ": " +
                        fault.what);
}

EventMeta meta_of(const Recorded& recorded, std::string_view stream) {
  EventMeta meta;
  meta.seq = recorded.seq;
  meta.stream = recorded.stream;
  meta.stream_name = stream;
  meta.version = recorded.version;
  meta.correlation = recorded.correlation;
  meta.causation = recorded.causation;
  return meta;
}

// visit(recorded, meta, event) -> bool for every event from `from` on; the event is null when it is
// of a later version: then it speaks of nobody we know.
template <class Visit>
tl::expected<void, std::string> read_events(const JournalReader& journal, Seq from,
                                            const Visit& visit) {
  NameCache streams;
  EventDecoder decoder;
  const auto read = journal.read(from, [&](const Recorded& recorded) {
    const auto& name =
        streams.get(recorded.stream, [&](auto number) { return journal.stream_name(number); });
    return visit(recorded, meta_of(recorded, name),
                 decoder.decode(recorded.type, recorded.payload));
  });
  if (!read) return damaged(read.error());
  return {};
}

// Whose earlier events some events are not understood without.
class Earlier {
 public:
  void note(const EventMeta& meta, const AnyEvent& event, const std::vector<std::string>& keys) {
    const std::string stream(meta.stream_name);
    const auto workflow = stream_id(meta.stream_name, "workflow");
    const auto order = stream_id(meta.stream_name, "order");
    if (meta.version == 1) begun_.insert(stream);
    if (!workflow.empty() && !begun_.contains(stream)) workflows_.insert(std::string(workflow));
    if (!order.empty() && !begun_.contains(stream)) orders_.insert(std::string(order));
    if (const auto* plan = std::get_if<OrderPlanned>(&event))
      if (!begun_.contains(workflow_key(plan->workflow_id))) workflows_.insert(plan->workflow_id);
    if (!workflow.empty() || !order.empty()) return;
    for (const auto& key : keys)
      if (const auto named = stream_id(key, "order"); !named.empty() && !begun_.contains(key))
        orders_.insert(std::string(named));
  }
  void gather(Gatherer& gatherer) const {
    for (const auto& workflow : workflows_) gatherer.workflow(workflow);
    for (const auto& order : orders_) gatherer.order(order);
  }

 private:
  std::unordered_set<std::string> begun_;
  std::set<std::string> orders_, workflows_;
};

}  // namespace

// The events of one step, with what they speak of.
struct Views::Step {
  explicit Step(const JournalReader& journal) : events(journal) {}
  PartialJournal events;
  std::vector<ViewRow> rows;  // of the index
  Earlier earlier;
  Seq last = 0;

  void take(const Recorded& recorded, const EventMeta& meta, const AnyEvent* event) {
    events.add(recorded);
    if (!event) return;
    auto keys = mentions_of(meta, *event);
    earlier.note(meta, *event, keys);
    for (const auto& key : keys) rows.push_back(MentionIndex::row_of(key, recorded.seq));
    // What symbols stand for is asked all at once: its rows hold it.
    if (const auto* defined = std::get_if<InstrumentDefined>(event))
      rows.push_back({MentionIndex::row_of(defined_key(defined->instrument), recorded.seq).key,
                      std::string(recorded.payload)});
  }
};

Views::Views(const JournalReader& journal, ViewStore& store, Seq step)
    : journal_(journal), store_(store), step_(step), index_(store) {}

tl::expected<void, std::string> Views::open() {
  last_ = 0;
  const auto row = store_.last(place_row, place_row);
  if (!row) return tl::unexpected(row.error());
  if (!*row) return {};
  const auto place = open_snapshot_of(journal_, kind_of_place, (*row)->value);
  if (!place) return tl::unexpected(place.error());
  last_ = place->place.seq;
  return {};
}

tl::expected<std::optional<Views::Step>, std::string> Views::read_step(Seq from) const {
  Step step(journal_);
  Timestamp record_time;
  step.last = from - 1;
  const auto is_whole = [&] { return step.last >= from - 1 + step_; };
  const auto read = read_events(
      journal_, from, [&](const Recorded& recorded, const EventMeta& meta, const AnyEvent* event) {
        // A record time belongs to one block: a step ends where a block does.
        if (recorded.record_time != record_time && is_whole()) return false;
        record_time = recorded.record_time;
        step.last = recorded.seq;
        step.take(recorded, meta, event);
        return true;
      });
  if (!read) return tl::unexpected(read.error());
  if (!is_whole()) return std::optional<Step>();
  return std::optional(std::move(step));
}

tl::expected<void, std::string> Views::update(
    const std::function<void(Seq done, Seq last)>& progress) {
  auto kept = books_before(last_);
  if (!kept) return tl::unexpected(kept.error());
  auto books = std::move(kept->books);
  const auto head = journal_.head();
  while (last_ + step_ <= head.seq) {
    auto step = read_step(last_ + 1);
    if (!step) return tl::unexpected(step.error());
    if (!*step) break;
    auto& [events, rows, earlier, last] = **step;
    Gatherer gatherer(journal_, index_, last_, events);
    earlier.gather(gatherer);
    if (!gatherer.result()) return gatherer.result();
    auto after = advance(std::move(books), last_, events);
    if (!after) return tl::unexpected(after.error());
    books = std::move(*after);

    std::string told = books.mentions;
    for (const auto& row : rows) told += row.key;
    books.mentions = Sha256()(told);
    const auto hash = journal_.block_hash(last);
    if (!hash)
      return tl::unexpected("no block of the journal ends with seq " + std::to_string(last));
    const SnapshotPlace place{head.log_id, last, *hash};
    rows.push_back({books_row(last), seal_snapshot(kind_of_books, place, encode_books(books))});
    rows.push_back({place_row, seal_snapshot(kind_of_place, place, {})});
    if (const auto put = store_.put(rows); !put) return put;
    last_ = last;
    if (progress) progress(last_, head.seq);
  }
  return {};
}

tl::expected<void, std::string> Views::read_tail() {
  index_.forget_tail();
  defined_in_tail_.clear();
  return read_events(journal_, last_ + 1,
                     [&](const Recorded& recorded, const EventMeta& meta, const AnyEvent* event) {
                       if (!event) return true;
                       for (const auto& key : mentions_of(meta, *event))
                         index_.add(key, recorded.seq);
                       if (std::holds_alternative<InstrumentDefined>(*event))
                         defined_in_tail_.push_back(recorded.seq);
                       return true;
                     });
}

tl::expected<Views::Kept, std::string> Views::books_before(Seq seq) const {
  const auto row = store_.last("b", books_row(std::min(seq, last_)));
  if (!row) return tl::unexpected(row.error());
  if (!*row) return Kept{};
  const auto opened = open_snapshot_of(journal_, kind_of_books, (*row)->value);
  if (!opened) return tl::unexpected(opened.error());
  auto books = decode_books(opened->content);
  if (!books || books_row(opened->place.seq) != (*row)->key)
    return tl::unexpected(std::string("books that cannot be read"));
  return Kept{opened->place.seq, std::move(*books)};
}

tl::expected<Instruments, std::string> Views::instruments_at(Seq seq) const {
  Instruments instruments;
  const auto add = [&](std::string_view payload) {
    const auto event = decode_event(InstrumentDefined::type_id, payload);
    const auto* defined = event ? std::get_if<InstrumentDefined>(&*event) : nullptr;
    if (defined && defined->instrument.number <= InstrumentTable::highest_number)
      instruments.add(*defined);
  };
  // An instrument's rows follow each other by seq.
  constexpr std::string_view prefix = "mdefined/";
  const auto scanned = store_.scan(prefix, prefix, [&](std::string_view key, std::string_view row) {
    if (seq_of_bytes(key.substr(key.size() - 8)) <= seq) add(row);
    return true;
  });
  if (!scanned) return tl::unexpected(scanned.error());
  for (const auto defined : defined_in_tail_) {
    if (defined > seq) break;
    const auto read = journal_.read_one(defined, [&](const Recorded& recorded) {
      add(recorded.payload);
      return false;
    });
    if (!read) return damaged(read.error());
  }
  return instruments;
}

tl::expected<Books, std::string> Views::books_at(Seq seq) const {
  auto kept = books_before(seq);
  if (!kept) return tl::unexpected(kept.error());
  if (kept->seq == seq) return std::move(kept->books);
  Step step(journal_);
  const auto read =
      read_events(journal_, kept->seq + 1,
                  [&](const Recorded& recorded, const EventMeta& meta, const AnyEvent* event) {
                    if (recorded.seq > seq) return false;
                    step.take(recorded, meta, event);
                    return true;
                  });
  if (!read) return tl::unexpected(read.error());
  Gatherer gatherer(journal_, index_, kept->seq, step.events);
  step.earlier.gather(gatherer);
  if (!gatherer.result()) return tl::unexpected(gatherer.result().error());
  return advance(std::move(kept->books), kept->seq, step.events);
}

tl::expected<std::optional<std::string>, std::string> Views::state_hash(Seq seq) const {
  const auto row = store_.last("b", books_row(seq));
  if (!row) return tl::unexpected(row.error());
  if (!*row || (*row)->key != books_row(seq)) return std::optional<std::string>();
  const auto opened = open_snapshot_of(journal_, kind_of_books, (*row)->value);
  if (!opened) return tl::unexpected(opened.error());
  return std::optional(Sha256()(opened->content));
}

}  // namespace fillwright
