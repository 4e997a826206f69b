// The picture of a walk: bid and ask as a band in steps, our price as a stair, fills as dots.
#include <array>

#include "projections/marks.hpp"
#include "replay/ask/plain_text.hpp"
#include "replay/ask/walk_plot.hpp"

namespace fillwright {
namespace {

constexpr auto left = WalkPlot::left, right = WalkPlot::right, top = WalkPlot::top,
               bottom = WalkPlot::bottom;
constexpr std::array<std::int64_t, 20> time_steps = {
    1,   2,   5,    10,   15,   20,    30,    60,    120,    300,
    600, 900, 1800, 3600, 7200, 14400, 43200, 86400, 604800, 2592000};

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
  Picture(const OrderStory& story, const WalkPlot& plot) : s_(story), plot_(plot) {}

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
    const auto span = (Wide{plot_.end.ns} - plot_.begin.ns) / 1'000'000'000;
    auto step = time_steps.back();
    for (const auto candidate : time_steps)
      if (span / candidate <= 8) {
        step = candidate;
        break;
      }
    const Wide step_ns = Wide{step} * 1'000'000'000;
    int labels = 0;
    for (Wide at = (plot_.begin.ns / step_ns + 1) * step_ns; at <= plot_.end.ns && labels < 40;
         at += step_ns, ++labels) {
      const auto place = plot_.x({saturate(at)});
      line(place, top, place, bottom, "stroke=\"#eee\"");
      const auto full = time_text({saturate(at)});
      text(place, bottom + 180, step >= 43200 ? full.substr(0, 10) : full.substr(11, 8), "middle");
    }
    text(right, bottom + 380, "time, UTC, " + time_text(plot_.begin).substr(0, 10), "end");
  }

  void price_axis() {
    const auto span = Wide{plot_.high.units} - plot_.low.units;
    Wide step = 1;
    for (int factor = 0; span / step > 7; ++factor)  // 1, 2, 5, 10, 20, 50 …
      step = factor % 3 == 1 ? step / 2 * 5 : step * 2;
    Wide at = plot_.low.units / step * step;
    while (at < plot_.low.units) at += step;
    for (; at <= plot_.high.units; at += step) {
      const auto place = plot_.y({saturate(at)});
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
    for (std::size_t i = 0; i < plot_.quotes.size(); ++i) {
      const auto level = pixels(plot_.y(is_ask ? plot_.quotes[i].ask : plot_.quotes[i].bid));
      const auto until = i + 1 < plot_.quotes.size() ? plot_.quotes[i + 1].time : plot_.end;
      points += pixels(plot_.x(plot_.quotes[i].time)) + "," + level + " " + pixels(plot_.x(until)) +
                "," + level + " ";
    }
    return points;
  }

  void band() {
    if (plot_.quotes.empty()) {
      text((left + right) / 2, (top + bottom) / 2, "no quote is recorded", "middle");
      return;
    }
    auto area = steps(true);
    for (auto i = plot_.quotes.size(); i-- > 0;) {
      const auto level = pixels(plot_.y(plot_.quotes[i].bid));
      const auto until = i + 1 < plot_.quotes.size() ? plot_.quotes[i + 1].time : plot_.end;
      area += pixels(plot_.x(until)) + "," + level + " " + pixels(plot_.x(plot_.quotes[i].time)) +
              "," + level + " ";
    }
    out_ += "<polygon points=\"" + area + "\" fill=\"#dbe7f5\" fill-opacity=\"0.7\"/>\n";
    out_ += "<polyline points=\"" + steps(false) + "\" fill=\"none\" stroke=\"#2b7a3f\"/>\n";
    out_ += "<polyline points=\"" + steps(true) + "\" fill=\"none\" stroke=\"#b03a2e\"/>\n";
  }

  void stair() {
    const auto over = s_.order.ended_at.ns ? s_.order.ended_at : plot_.end;
    std::string points;
    const auto flush = [&] {
      if (!points.empty())
        out_ += "<polyline points=\"" + points +
                "\" fill=\"none\" stroke=\"#1f3a8a\" stroke-width=\"2.5\"/>\n";
      points.clear();
    };
    for (std::size_t i = 0; i < plot_.ours.size(); ++i) {
      const auto until = i + 1 < plot_.ours.size() ? plot_.ours[i + 1].at : over;
      if (!plot_.ours[i].price) {
        flush();
        text(plot_.x(plot_.ours[i].at), top + 120, "market", "middle");
        continue;
      }
      const auto level = pixels(plot_.y(*plot_.ours[i].price));
      points += pixels(plot_.x(plot_.ours[i].at)) + "," + level + " " +
                pixels(plot_.x(std::max(until, plot_.ours[i].at))) + "," + level + " ";
    }
    flush();
  }

  void dots() {
    for (const auto& fill : plot_.fills)
      out_ += "<circle cx=\"" + pixels(plot_.x(fill.at)) + "\" cy=\"" +
              pixels(plot_.y(fill.price)) + "\" r=\"5\" fill=\"#d97706\" stroke=\"#fff\"><title>" +
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
  const WalkPlot& plot_;
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
  return Picture(*story, WalkPlot(*story, std::move(quotes))).draw();
}

}  // namespace fillwright
