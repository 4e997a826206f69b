#include "replay/ask/explain_json.hpp"

#include "events/json.hpp"
#include "replay/ask/event_line.hpp"
#include "replay/ask/json_rows.hpp"
#include "replay/ask/sentences.hpp"

namespace fillwright {
namespace {

class StoryWriter {
 public:
  StoryWriter(std::string& out, const OrderStory& story)
      : w_(out), s_(story), instruments_(story.table.instruments) {}

  void write() {
    w_.begin_object();
    w_.key("order");
    write_order(w_, s_.order, instruments_);
    w_.key("message");
    event(s_.message);
    w_.key("read");
    event(s_.read);
    events("led_to_it", s_.led_to_it);
    plain("size", s_.size);
    plain("request", s_.request);
    plain("plan", s_.plan);
    plain("risk_reserved", s_.reserved);
    plain("risk_refused", s_.risk_refused);
    plain("risk_passed", s_.risk_passed);
    events("walk", s_.walk);
    attempts();
    fills();
    w_.key("price_at_fills");
    quality(s_.at_fills);
    w_.key("price_since_start");
    quality(s_.since_start);
    w_.key("positions");
    w_.begin_array();
    for (const auto& open : s_.positions) write_position(w_, open, instruments_);
    w_.end_array();
    w_.key("followed");
    w_.begin_array();
    for (const auto& row : s_.followed) write_order(w_, row, instruments_);
    w_.end_array();
    w_.end_object();
  }

 private:
  void event(const std::optional<StoryEvent>& maybe) {
    if (!maybe) return w_.null();
    event(*maybe);
  }
  void event(const StoryEvent& e) {
    EventMeta meta;
    meta.seq = e.seq;
    meta.stream_name = e.stream;
    meta.version = e.version;
    meta.event_time = e.event_time;
    meta.record_time = e.record_time;
    meta.correlation = e.correlation;
    meta.causation = e.causation;
    meta.principal = e.principal;
    write_event(w_, meta, e.event, sentence(e.event, instruments_));
  }
  void events(std::string_view name, const std::vector<StoryEvent>& all) {
    w_.key(name);
    w_.begin_array();
    for (const auto& e : all) event(e);
    w_.end_array();
  }
  template <class Event>
  void plain(std::string_view name, const std::optional<Event>& maybe) {
    w_.key(name);
    if (!maybe) return w_.null();
    w_.raw(event_json(AnyEvent(*maybe)));
  }
  void quality(const std::optional<PriceQuality>& maybe) {
    if (!maybe) return w_.null();
    w_.begin_object();
    w_.field("better_than_mid", maybe->against_mid);
    w_.field("better_than_natural", maybe->against_natural);
    w_.end_object();
  }

  void attempts() {
    w_.key("attempts");
    w_.begin_array();
    for (const auto& attempt : s_.attempts) {
      w_.begin_object();
      plain("sent", std::optional(attempt.sent));
      w_.key("answers");
      w_.begin_array();
      for (const auto& answer : attempt.answers) {
        w_.begin_object();
        w_.field("kind", answer.kind);
        w_.field("text", answer.text);
        w_.field("evidence", answer.evidence);
        w_.field("at", answer.at);
        w_.field("latency_seconds", since(attempt.sent.at, answer.at));
        w_.end_object();
      }
      w_.end_array();
      w_.end_object();
    }
    w_.end_array();
  }

  void fills() {
    w_.key("fills");
    w_.begin_array();
    for (const auto& fill : s_.fills) {
      w_.begin_object();
      plain("fill", std::optional(fill.fill));
      w_.key("corrections");
      w_.begin_array();
      for (const auto& corrected : fill.corrections) w_.raw(event_json(AnyEvent(corrected)));
      w_.end_array();
      w_.key("price");
      quality(fill.quality);
      w_.field("held_before", fill.effect ? std::optional(fill.effect->held_before) : std::nullopt);
      w_.field("held_after", fill.effect ? std::optional(fill.effect->held_after) : std::nullopt);
      w_.field("realised", fill.effect ? std::optional(fill.effect->realised) : std::nullopt);
      w_.end_object();
    }
    w_.end_array();
  }

  JsonWriter w_;
  const OrderStory& s_;
  const Instruments& instruments_;
};

}  // namespace

std::string story_json(const OrderStory& story) {
  std::string out;
  StoryWriter(out, story).write();
  return out;
}

}  // namespace fillwright
