#include "replay/what_if/policy_table.hpp"

#include <algorithm>
#include <cmath>

#include "events/chance.hpp"
#include "events/json_writer.hpp"
#include "projections/arithmetic.hpp"
#include "replay/ask/plain_text.hpp"
#include "replay/ask/table.hpp"
#include "replay/what_if/caveat.hpp"

namespace fillwright {
namespace {

Money mean_of(Wide sum, std::size_t count) {
  return {divide_rounded(sum, static_cast<Wide>(count))};
}

class Draw {
 public:
  explicit Draw(std::uint64_t seed) : state_(seed) {}
  std::size_t below(std::size_t count) {
    const auto drawn = mix(state_ += golden_ratio);
    return static_cast<std::size_t>((static_cast<UnsignedWide>(drawn) * count) >> 64);
  }

 private:
  std::uint64_t state_;
};

struct Row {
  const PolicyRow* of = nullptr;
  Estimate estimate;
};

// The best first; those without an order that could be compared are left out.
std::vector<Row> by_mean(const PolicyTable& table) {
  std::vector<Row> rows;
  for (const auto& row : table.rows)
    if (!row.differences.empty()) rows.push_back({&row, estimate(row.differences)});
  std::stable_sort(rows.begin(), rows.end(),
                   [](const Row& a, const Row& b) { return a.estimate.mean > b.estimate.mean; });
  return rows;
}

Money sum_of(const std::vector<Money>& differences) {
  Money sum;
  for (const auto difference : differences) sum = plus(sum, difference);
  return sum;
}

std::string verdict(const std::vector<Row>& rows) {
  if (rows.empty()) return "Nothing could be compared.\n";
  const auto& best = rows.front();
  const auto name = safe_text(best.of->policy);
  if (best.of->differences.size() < 2)
    return "One order says nothing of the next: no policy is best by it.\n";
  if (best.estimate.mean.units <= 0)
    return "No policy would have done better than what was used.\n";
  if (best.estimate.low.units <= 0)
    return name +
           " comes out first, but these orders cannot tell it from chance: nothing at all "
           "lies within its interval.\n";
  return name +
         " would have done best: its whole interval is above nothing. The best of many is "
         "flattered by chance, so expect less of it.\n";
}

}  // namespace

Estimate estimate(const std::vector<Money>& differences, std::uint64_t seed, std::uint32_t draws) {
  Estimate found;
  const auto count = differences.size();
  Wide sum = 0;
  for (const auto difference : differences) sum = plus(sum, Wide{difference.units});
  found.mean = mean_of(sum, count);
  found.low = found.high = found.mean;
  if (count < 2) return found;
  double squares = 0;  // a measurement, not money
  for (const auto difference : differences) {
    const auto off = static_cast<double>(difference.units - found.mean.units);
    squares += off * off;
  }
  const auto n = static_cast<double>(count);
  found.standard_error = {
      static_cast<std::int64_t>(std::llround(std::sqrt(squares / (n - 1) / n)))};
  Draw draw(seed);
  std::vector<Money> means;
  means.reserve(draws);
  for (std::uint32_t i = 0; i < draws; ++i) {
    Wide drawn = 0;
    for (std::size_t k = 0; k < count; ++k)
      drawn = plus(drawn, Wide{differences[draw.below(count)].units});
    means.push_back(mean_of(drawn, count));
  }
  std::sort(means.begin(), means.end());
  found.low = means[draws * 25 / 1000];
  found.high = means[std::min<std::size_t>(draws * 975 / 1000, means.size() - 1)];
  return found;
}

std::string policy_table_text(const PolicyTable& table, const std::string& notice) {
  const auto rows = by_mean(table);
  std::string text = std::to_string(table.orders) + " orders run again, each with every policy";
  if (table.left_out > 0)
    text += "; " + std::to_string(table.left_out) + " left out, for they have no walk";
  if (table.without_quotes > 0)
    text += "; " + std::to_string(table.without_quotes) +
            " left out, for the tape has no quotes of them";
  text += ".\n";
  if (!rows.empty()) {
    Table shown({"POLICY", "ORDERS>", "NOT COMPARED>", "FILLED>", "MEAN>", "ERROR>", "95 % FROM>",
                 "TO>", "SUM>"});
    for (const auto& row : rows)
      shown.add({safe_text(row.of->policy), std::to_string(row.of->differences.size()),
                 std::to_string(row.of->not_compared), std::to_string(row.of->filled),
                 signed_text(row.estimate.mean), money_text(row.estimate.standard_error),
                 signed_text(row.estimate.low), signed_text(row.estimate.high),
                 signed_text(sum_of(row.of->differences))});
    text += '\n' + shown.text() + '\n';
  }
  text += verdict(rows);
  if (!rows.empty())
    text +=
        "Money an order against its own policy on the same quotes, positive is better. The error "
        "is the mean's standard error; the interval is a bootstrap of 2000 draws (seed 1), which "
        "takes orders for independent: those of one day are not. Not compared is what a policy "
        "refuses, or what ended without a quote.\n";
  if (table.as_recorded < table.orders)
    text += std::to_string(table.orders - table.as_recorded) +
            " orders, run again with their own policy, did not do just what was recorded.\n";
  return text + caveat_text(notice);
}

std::string policy_table_json(const PolicyTable& table, const std::string& notice) {
  std::string out;
  JsonWriter w(out);
  w.begin_object();
  w.field("orders", table.orders);
  w.field("left_out", table.left_out);
  w.field("without_quotes", table.without_quotes);
  w.field("as_recorded", table.as_recorded);
  w.key("policies");
  w.begin_array();
  const auto rows = by_mean(table);
  for (const auto& row : rows) {
    w.begin_object();
    w.field("policy", row.of->policy);
    w.field("orders", row.of->differences.size());
    w.field("not_compared", row.of->not_compared);
    w.field("filled", row.of->filled);
    w.field("mean", row.estimate.mean);
    w.field("standard_error", row.estimate.standard_error);
    w.field("interval_low", row.estimate.low);
    w.field("interval_high", row.estimate.high);
    w.field("sum", sum_of(row.of->differences));
    w.end_object();
  }
  w.end_array();
  w.field("verdict", verdict(rows).substr(0, verdict(rows).size() - 1));
  w.field("notice", notice);
  w.field("caveat", caveat);
  w.end_object();
  return out + '\n';
}

}  // namespace fillwright
