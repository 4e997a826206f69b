// The picture of a walk: bid and ask as a band in steps, our price as a stair, fills as dots.
// Places are reckoned in tenths of a pixel, in integers, so that the same journal gives the same
// bytes everywhere.
#include <algorithm>
#include <array>

#include "projections/marks.hpp"
#include "replay/ask/order_story.hpp"
#include "replay/ask/plain_text.hpp"

namespace fillwright {
namespace {

constexpr std::int64_t left = 760, right = 8800, top = 640, bottom = 3600;  // of the plot
constexpr std::array<std::int64_t, 20> time_steps = {
    1,   2,   5,    10,   15,   20,    30,    60,    120,    300,
    600, 900, 1800, 3600, 7200, 14400, 43200, 86400, 604800, 2592000};

struct OurPrice {
  Timestamp at;
  std::optional<Price> price;  // nothing: at the market, or gone
};
struct Fill {
  Timestamp at;
  Price price;
  Quantity quantity;
};

// Text for SVG: markup characters escaped, whatever is not printable ASCII replaced.
std::string xml_text(std::string_view text) {
  std::string out;
  for (const char c : safe_text(text)) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '&')
      out += "&amp;";
    else if (c == '"')
      out += "&quot;";
    else if (byte >= 0x80 || byte < 0x20)
      out += (byte & 0xC0) == 0x80 ? "" : "?";
    else
      out += c;
  }
  return out;
}

std::string pixels(std::int64_t tenths) { return decimal_text(tenths, 1); }

class Picture {
 public:
  Picture(const OrderStory& story, std::vector<Quote> quotes)
      : s_(story), quotes_(std::move(quotes)) {
    find_prices();
    find_window();
    find_range();
  }

  std::string draw() {
    frame();
    time_axis();
    price_axis();
    band();
    stair();
    dots();
    legend();
    return out_ + "</svg>\n";
  }

 private:
  // What was ours to see: rungs, a fixed limit, and nothing once it is over.
  void find_prices() {
    if (s_.plan && s_.plan->limit) {
      const auto sent = s_.order.sent_at.ns ? s_.order.sent_at : s_.order.planned_at;
      ours_.push_back({sent, *s_.plan->limit});
    }
    for (const auto& event : s_.walk)
      if (const auto* step = std::get_if<PriceStepped>(&event.event))
        ours_.push_back({step->at, step->is_market ? std::nullopt : std::optional(step->to)});
    for (const auto& fill : s_.fills) {
      const bool is_leg =
          fill.fill.instrument.number != 0 && fill.fill.instrument != s_.order.instrument;
      if (!is_leg) fills_.push_back({fill.fill.at, fill.fill.price, fill.fill.quantity});
    }
  }

  void find_window() {
    begin_ = s_.order.planned_at;
    end_ = s_.order.ended_at.ns ? s_.order.ended_at : s_.order.planned_at;
    for (const auto& event : s_.story.events)
      if (event.stream == "order/" + s_.order.order_id && !s_.order.ended_at.ns)
        end_ = std::max(end_, event.event_time);
    for (const auto& fill : fills_) end_ = std::max(end_, fill.at);
    for (const auto& price : ours_) begin_ = std::min(begin_, price.at);
    if (end_ <= begin_) end_ = begin_ + seconds(1);
    // A little air on both sides, so that the first and the last are seen.
    const auto air = std::max<std::int64_t>(saturate(Wide{end_.ns} - begin_.ns) / 40, 100'000'000);
    begin_ = {saturate(Wide{begin_.ns} - air)};
    end_ = {saturate(Wide{end_.ns} + air)};
    std::stable_sort(quotes_.begin(), quotes_.end(),
                     [](const Quote& a, const Quote& b) { return a.time < b.time; });
    // The last quote before the window holds until the next.
    auto first = std::find_if(quotes_.begin(), quotes_.end(),
                              [&](const Quote& quote) { return quote.time > begin_; });
    if (first != quotes_.begin()) (--first)->time = begin_;
    quotes_.erase(quotes_.begin(), first);
    quotes_.erase(std::find_if(quotes_.begin(), quotes_.end(),
                               [&](const Quote& quote) { return quote.time > end_; }),
                  quotes_.end());
  }

  void find_range() {
    std::optional<Price> low, high;
    const auto take = [&](Price price) {
      low = low ? std::min(*low, price) : price;
      high = high ? std::max(*high, price) : price;
    };
    for (const auto& quote : quotes_) take(quote.bid), take(quote.ask);
    for (const auto& ours : ours_)
      if (ours.price) take(*ours.price);
    for (const auto& fill : fills_) take(fill.price);
    low_ = low.value_or(Price{});
    high_ = high.value_or(Price::whole(1));
    if (low_ == high_) high_ = {saturate(Wide{low_.units} + Price::one / 100)};
    const auto air = std::max<std::int64_t>(saturate(Wide{high_.units} - low_.units) / 12, 1);
    low_ = {saturate(Wide{low_.units} - air)};
    high_ = {saturate(Wide{high_.units} + air)};
  }

  std::int64_t x(Timestamp time) const {
    const auto span = Wide{end_.ns} - begin_.ns;
    return saturate(left + (Wide{time.ns} - begin_.ns) * (right - left) / span);
  }
  std::int64_t y(Price price) const {
    const auto span = Wide{high_.units} - low_.units;
    return saturate(bottom - (Wide{price.units} - low_.units) * (bottom - top) / span);
  }

  void text(std::int64_t at_x, std::int64_t at_y, const std::string& what, const char* anchor,
            const char* style = "") {
    out_ += "<text x=\"" + pixels(at_x) + "\" y=\"" + pixels(at_y) + "\" text-anchor=\"" + anchor +
            "\"" + style + ">" + xml_text(what) + "</text>\n";
  }
  void line(std::int64_t x1, std::int64_t y1, std::int64_t x2, std::int64_t y2, const char* style) {
    out_ += "<line x1=\"" + pixels(x1) + "\" y1=\"" + pixels(y1) + "\" x2=\"" + pixels(x2) +
            "\" y2=\"" + pixels(y2) + "\" " + style + "/>\n";
  }

  void frame() {
    out_ =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"900\" height=\"420\" "
        "viewBox=\"0 0 900 420\" font-family=\"sans-serif\" font-size=\"12\" fill=\"#222\">\n"
        "<rect width=\"900\" height=\"420\" fill=\"#fff\"/>\n";
    const auto& order = s_.order;
    text(left, 240,
         words_of(order.side) + " " + to_text(order.quantity) + " " +
             instrument_name(s_.table.instruments, order.instrument) + ", order " + order.order_id,
         "start", " font-size=\"15\" font-weight=\"bold\"");
    auto second = words_of(order.phase);
    if (!order.filled.is_zero())
      second +=
          ", " + to_text(order.filled) + " filled at " + price_text(order.average) + " on average";
    if (!order.policy.empty()) second += "; policy " + order.policy;
    text(left, 430, second, "start");
  }

  void time_axis() {
    const auto span = (Wide{end_.ns} - begin_.ns) / 1'000'000'000;
    auto step = time_steps.back();
    for (const auto candidate : time_steps)
      if (span / candidate <= 8) {
        step = candidate;
        break;
      }
    const Wide step_ns = Wide{step} * 1'000'000'000;
    int labels = 0;
    for (Wide at = (begin_.ns / step_ns + 1) * step_ns; at <= end_.ns && labels < 40;
         at += step_ns, ++labels) {
      const auto place = x({saturate(at)});
      line(place, top, place, bottom, "stroke=\"#eee\"");
      const auto full = time_text({saturate(at)});
      text(place, bottom + 180, step >= 43200 ? full.substr(0, 10) : full.substr(11, 8), "middle");
    }
    text(right, bottom + 380, "time, UTC, " + time_text(begin_).substr(0, 10), "end");
  }

  void price_axis() {
    const auto span = Wide{high_.units} - low_.units;
    Wide step = 1;
    for (int factor = 0; span / step > 7; ++factor)  // 1, 2, 5, 10, 20, 50 …
      step = factor % 3 == 1 ? step / 2 * 5 : step * 2;
    Wide at = low_.units / step * step;
    while (at < low_.units) at += step;
    for (; at <= high_.units; at += step) {
      const auto place = y({saturate(at)});
      line(left, place, right, place, "stroke=\"#eee\"");
      text(left - 80, place + 40, price_text({saturate(at)}), "end");
    }
    line(left, bottom, right, bottom, "stroke=\"#888\"");
    line(left, top, left, bottom, "stroke=\"#888\"");
    out_ +=
        "<text x=\"16\" y=\"212\" text-anchor=\"middle\" transform=\"rotate(-90 16 212)\">"
        "price</text>\n";
  }

  // Each quote holds until the next.
  std::string steps(bool is_ask) const {
    std::string points;
    for (std::size_t i = 0; i < quotes_.size(); ++i) {
      const auto level = pixels(y(is_ask ? quotes_[i].ask : quotes_[i].bid));
      const auto until = i + 1 < quotes_.size() ? quotes_[i + 1].time : end_;
      points +=
          pixels(x(quotes_[i].time)) + "," + level + " " + pixels(x(until)) + "," + level + " ";
    }
    return points;
  }

  void band() {
    if (quotes_.empty()) {
      text((left + right) / 2, (top + bottom) / 2, "no quote is recorded", "middle");
      return;
    }
    auto area = steps(true);
    for (auto i = quotes_.size(); i-- > 0;) {
      const auto level = pixels(y(quotes_[i].bid));
      const auto until = i + 1 < quotes_.size() ? quotes_[i + 1].time : end_;
      area += pixels(x(until)) + "," + level + " " + pixels(x(quotes_[i].time)) + "," + level + " ";
    }
    out_ += "<polygon points=\"" + area + "\" fill=\"#dbe7f5\" fill-opacity=\"0.7\"/>\n";
    out_ += "<polyline points=\"" + steps(false) + "\" fill=\"none\" stroke=\"#2b7a3f\"/>\n";
    out_ += "<polyline points=\"" + steps(true) + "\" fill=\"none\" stroke=\"#b03a2e\"/>\n";
  }

  void stair() {
    const auto over = s_.order.ended_at.ns ? s_.order.ended_at : end_;
    std::string points;
    const auto flush = [&] {
      if (!points.empty())
        out_ += "<polyline points=\"" + points +
                "\" fill=\"none\" stroke=\"#1f3a8a\" stroke-width=\"2.5\"/>\n";
      points.clear();
    };
    for (std::size_t i = 0; i < ours_.size(); ++i) {
      const auto until = i + 1 < ours_.size() ? ours_[i + 1].at : over;
      if (!ours_[i].price) {
        flush();
        text(x(ours_[i].at), top + 120, "market", "middle");
        continue;
      }
      const auto level = pixels(y(*ours_[i].price));
      points += pixels(x(ours_[i].at)) + "," + level + " " +
                pixels(x(std::max(until, ours_[i].at))) + "," + level + " ";
    }
    flush();
  }

  void dots() {
    for (const auto& fill : fills_)
      out_ += "<circle cx=\"" + pixels(x(fill.at)) + "\" cy=\"" + pixels(y(fill.price)) +
              "\" r=\"5\" fill=\"#d97706\" stroke=\"#fff\"><title>" +
              xml_text(to_text(fill.quantity) + " at " + price_text(fill.price) + ", " +
                       clock_text(fill.at)) +
              "</title></circle>\n";
  }

  void legend() {
    const std::array<std::pair<const char*, const char*>, 4> items = {
        {{"ask", "#b03a2e"}, {"bid", "#2b7a3f"}, {"our price", "#1f3a8a"}, {"fills", "#d97706"}}};
    auto at = left;
    for (const auto& [name, colour] : items) {
      out_ += "<rect x=\"" + pixels(at) + "\" y=\"388\" width=\"14\" height=\"6\" fill=\"" +
              colour + "\"/>\n";
      text(at + 200, 3960, name, "start");
      at += 1000;
    }
  }

  const OrderStory& s_;
  std::vector<Quote> quotes_;
  std::vector<OurPrice> ours_;
  std::vector<Fill> fills_;
  Timestamp begin_, end_;
  Price low_, high_;
  std::string out_;
};

}  // namespace

Answer walk_svg(const JournalReader& journal, const std::string& order_id,
                const AskOptions& options, const std::vector<Quote>& tape) {
  const auto story = gather_story(journal, order_id, options);
  if (!story) return tl::unexpected(story.error());
  QuoteTrail trail;
  trail.instrument = story->order.instrument;
  if (const auto folded = fold_until(journal, options, trail); !folded)
    return tl::unexpected(folded.error());
  auto quotes = std::move(trail.quotes);
  for (const auto& quote : tape)
    if (is_whole(quote)) quotes.push_back(quote);
  return Picture(*story, std::move(quotes)).draw();
}

}  // namespace fillwright
