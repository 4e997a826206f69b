// The report as one HTML page: no script, nothing fetched, so that it can be mailed and kept.
//
// Text that came from outside is escaped; places in the curve are reckoned in integers, so that the
// same journal gives the same bytes everywhere.
#include <algorithm>

#include "replay/ask/plain_text.hpp"
#include "replay/backtest/figures.hpp"

namespace fillwright {
namespace {

constexpr std::string_view style = R"(
:root{color-scheme:light dark;--ink:#1c2430;--soft:#5b6675;--page:#f6f7f9;--card:#fff;--line:#dfe3e8;--good:#18794e;--bad:#b3261e;--curve:#1f5fbf;--area:#1f5fbf22}
@media (prefers-color-scheme:dark){:root{--ink:#e6e9ee;--soft:#9aa5b4;--page:#12161c;--card:#1b212a;--line:#303946;--good:#4cc38a;--bad:#ff8f85;--curve:#7fb0ff;--area:#7fb0ff22}
.walk svg{filter:invert(.9) hue-rotate(180deg)}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
main{max-width:1080px;margin:0 auto;padding:24px 16px 64px}
h1{font-size:24px;margin:0 0 4px}h2{font-size:18px;margin:32px 0 8px}
p{margin:4px 0;color:var(--soft);overflow-wrap:anywhere}
.note{border-left:3px solid var(--bad);padding:6px 12px;background:var(--card);color:var(--ink)}
.card{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:12px;margin:8px 0}
.figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(210px,1fr));gap:8px;margin:0}
.figures div{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:8px 12px}
.figures dt{color:var(--soft);font-size:13px}.figures dd{margin:0;font-variant-numeric:tabular-nums;font-weight:600;overflow-wrap:anywhere}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums;font-size:14px}
th,td{text-align:left;padding:4px 10px;border-bottom:1px solid var(--line);white-space:nowrap}
td.wrap{white-space:normal;min-width:220px;overflow-wrap:anywhere}
th.n,td.n{text-align:right}th{color:var(--soft);font-weight:600;font-size:13px}
.good{color:var(--good)}.bad{color:var(--bad)}
svg{display:block;max-width:100%;height:auto}
summary{cursor:pointer;padding:4px 0;overflow-wrap:anywhere}
)";

// Escaped for HTML; characters of control and of writing direction are shown, not done.
std::string html_text(std::string_view text) {
  std::string out;
  for (const char c : safe_text(text)) {
    if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '&')
      out += "&amp;";
    else if (c == '"')
      out += "&quot;";
    else if (c == '\'')
      out += "&#39;";
    else
      out += c;
  }
  return out;
}

std::string colour_of(const std::string& value) {
  if (value.starts_with('+')) return "good";
  return value.starts_with('-') && value.size() > 1 ? "bad" : "";
}

// A table as the text has it: a column's name that ends in '>' is one of numbers.
class HtmlTable {
 public:
  explicit HtmlTable(const std::vector<std::string>& columns) {
    out_ = "<div class=\"scroll card\"><table><thead><tr>";
    for (auto name : columns) {
      const bool is_number = name.ends_with('>');
      if (is_number) name.pop_back();
      is_number_.push_back(is_number);
      out_ +=
          std::string("<th") + (is_number ? " class=\"n\"" : "") + ">" + html_text(name) + "</th>";
    }
    out_ += "</tr></thead><tbody>\n";
  }
  // `wide`: the column whose text may be long.
  void add(const std::vector<std::string>& cells, std::size_t wide = SIZE_MAX) {
    out_ += "<tr>";
    for (std::size_t i = 0; i < cells.size(); ++i) {
      std::string kind = is_number_[i] ? "n" : i == wide ? "wrap" : "";
      if (const auto colour = is_number_[i] ? colour_of(cells[i]) : ""; !colour.empty())
        kind += ' ' + colour;
      out_ += (kind.empty() ? std::string("<td>") : "<td class=\"" + kind + "\">") +
              html_text(cells[i]) + "</td>";
    }
    out_ += "</tr>\n";
  }
  std::string end() const { return out_ + "</tbody></table></div>\n"; }

 private:
  std::vector<bool> is_number_;
  std::string out_;
};

std::string figures_html(const std::vector<Figure>& figures) {
  std::string out = "<dl class=\"figures\">\n";
  for (const auto& [name, value] : figures) {
    const auto colour = colour_of(value);
    out += "<div><dt>" + html_text(name) + "</dt><dd" +
           (colour.empty() ? std::string() : " class=\"" + colour + "\"") + ">" + html_text(value) +
           "</dd></div>\n";
  }
  return out + "</dl>\n";
}

// In whole pixels of a picture of 1000 × 300.
class Curve {
 public:
  explicit Curve(const std::vector<EquityPoint>& points) : points_(points) {
    begin_ = points.front().at;
    end_ = std::max(points.back().at, begin_ + Duration{1});
    low_ = high_ = points.front().equity;
    for (const auto& point : points) {
      low_ = std::min(low_, point.equity);
      high_ = std::max(high_, point.equity);
    }
    if (low_ == high_) high_ = plus(high_, Money::whole(1));
  }

  std::string draw() const {
    std::string out =
        "<svg viewBox=\"0 0 1000 300\" role=\"img\" aria-label=\"equity over time\" "
        "font-size=\"13\" fill=\"currentColor\">\n";
    constexpr int lines = 4;
    for (int i = 0; i <= lines; ++i) {
      const Money level{saturate(low_.units + (Wide{high_.units} - low_.units) * i / lines)};
      const auto place = std::to_string(y(level));
      out += "<line x1=\"110\" x2=\"990\" y1=\"" + place + "\" y2=\"" + place +
             "\" stroke=\"var(--line)\"/>";
      out += "<text x=\"102\" y=\"" + std::to_string(y(level) + 4) +
             "\" text-anchor=\"end\" fill=\"var(--soft)\">" + cents(level) + "</text>\n";
    }
    std::string path;
    for (const auto& point : points_)
      path += std::to_string(x(point.at)) + "," + std::to_string(y(point.equity)) + " ";
    const auto floor = std::to_string(bottom);
    out += "<polygon fill=\"var(--area)\" points=\"" + std::to_string(x(begin_)) + "," + floor +
           " " + path + std::to_string(x(end_)) + "," + floor + "\"/>\n";
    out += "<polyline fill=\"none\" stroke=\"var(--curve)\" stroke-width=\"2\" points=\"" + path +
           "\"/>\n";
    out += "<text x=\"110\" y=\"292\" fill=\"var(--soft)\">" + time_text(begin_) + "</text>";
    out += "<text x=\"990\" y=\"292\" text-anchor=\"end\" fill=\"var(--soft)\">" + time_text(end_) +
           "</text>\n";
    return out + "</svg>\n";
  }

 private:
  static constexpr std::int64_t left = 110, right = 990, top = 16, bottom = 264;

  std::int64_t x(Timestamp at) const {
    const auto span = Wide{end_.ns} - begin_.ns;
    return saturate(left + (Wide{at.ns} - begin_.ns) * (right - left) / span);
  }
  std::int64_t y(Money equity) const {
    const auto span = Wide{high_.units} - low_.units;
    return saturate(bottom - (Wide{equity.units} - low_.units) * (bottom - top) / span);
  }
  static std::string cents(Money level) {
    return money_text({divide_rounded(level.units, 10'000) * 10'000});
  }

  const std::vector<EquityPoint>& points_;
  Timestamp begin_, end_;
  Money low_, high_;
};

std::string left_out(std::uint64_t count, std::string_view what) {
  if (count == 0) return {};
  return "<p>" + std::to_string(count) + " more " + std::string(what) +
         " are in the journal and not on this page.</p>\n";
}

std::string head(const BacktestReport& report, const ReportPage& page) {
  std::string out =
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
      "'unsafe-inline'\">\n<title>" +
      html_text(page.title) + "</title>\n<style>" + std::string(style) +
      "</style></head>\n<body><main>\n<h1>" + html_text(page.title) + "</h1>\n";
  out += "<p>" + time_text(report.from) + " to " + time_text(report.to);
  for (const auto& name : report.definitions) out += " · " + html_text(name);
  out += "</p>\n";
  for (const auto& tape : report.tapes)
    if (!tape.is_recording)
      out += "<p>Tape " + html_text(tape.path) +
             (tape.hash.empty() ? "" : ", SHA-256 " + html_text(tape.hash)) + "</p>\n";
  out += "<p>Journal of " + std::to_string(report.events) + " events, SHA-256 " + report.head_hash +
         "; version " + html_text(report.run.program_version) + "</p>\n";
  if (const auto sentence = notice_sentence(page.notice); !sentence.empty())
    out += "<p class=\"note\">" + html_text(sentence) + "</p>\n";
  return out;
}

std::string walks_html(const BacktestReport& report, const ReportPage& page) {
  if (page.walks.empty()) return {};
  std::string out = "<h2>Walks against the quote</h2>\n";
  bool is_first = true;
  for (const auto& [order, picture] : page.walks) {
    out += std::string("<details class=\"walk card\"") + (is_first ? " open" : "") + "><summary>" +
           html_text(order) + "</summary>\n" + picture + "</details>\n";
    is_first = false;
  }
  return out + left_out(report.walks_left_out, "walks");
}

std::string refusals_html(const BacktestReport& report) {
  if (report.refusals.empty()) return {};
  std::string out = "<h2>Refused</h2>\n";
  HtmlTable table({"TIME", "REASON", "AUTHOR", "TEXT", "DETAIL"});
  for (const auto& row : report.refusals)
    table.add({time_text(row.at), words_of(row.reason),
               cut_text(row.author.empty() ? row.source : row.author, 40), cut_text(row.text, 200),
               cut_text(row.detail, 300)},
              4);
  return out + table.end() + left_out(report.refusals_left_out, "refusals");
}

}  // namespace

std::string report_html(const BacktestReport& report, const ReportPage& page) {
  auto out = head(report, page);
  out += "<h2>Performance</h2>\n" + figures_html(performance_figures(report));
  if (report.performance.curve.size() > 1)
    out += "<h2>Equity</h2>\n<div class=\"card\">" + Curve(report.performance.curve).draw() +
           "</div>\n";
  out += "<h2>Execution</h2>\n" + figures_html(execution_figures(report));
  if (!report.quality.rungs.empty()) {
    out +=
        "<h2>By rung</h2>\n<p>Measured against the quote at an order's first price; positive is "
        "better for us. Natural is the far side: what taking the market at once would have "
        "paid.</p>\n";
    HtmlTable table(rung_columns());
    for (const auto& row : rung_rows(report)) table.add(row);
    out += table.end();
  }
  out += walks_html(report, page);
  if (!report.fills.empty()) {
    out += "<h2>Fills</h2>\n";
    HtmlTable table(fill_columns());
    for (const auto& fill : report.fills) table.add(fill_row(report, fill));
    out += table.end() + left_out(report.fills_left_out, "fills");
  }
  out += refusals_html(report);
  return out + "</main></body></html>\n";
}

}  // namespace fillwright
