#include "adapters/tape/tape_sorter.hpp"

#include <algorithm>
#include <queue>
#include <system_error>

namespace fillwright::tape {
namespace {

constexpr std::size_t most_runs = 64;

bool is_earlier(const Row& left, const Row& right) { return left.quote.time < right.quote.time; }

// Runs name instruments by their number alone.
std::vector<Terms> numbered(std::uint32_t places) {
  std::vector<Terms> terms(places);
  for (std::uint32_t place = 0; place < places; ++place)
    terms[place].symbol = std::to_string(place);
  return terms;
}

// One run that is being merged.
struct Run {
  explicit Run(TapeReader from) : reader(std::move(from)), cursor(reader) {}
  TapeReader reader;
  TapeCursor cursor;
  Row row;
};

}  // namespace

TapeSorter::~TapeSorter() {
  std::error_code ignored;
  for (const auto& run : runs_) std::filesystem::remove(run, ignored);
}

std::filesystem::path TapeSorter::next_run() {
  return target_.string() + ".run" + std::to_string(++runs_written_);
}

void TapeSorter::sort_rows() {
  // Mostly they come in order.
  if (!std::is_sorted(rows_.begin(), rows_.end(), is_earlier))
    std::stable_sort(rows_.begin(), rows_.end(), is_earlier);
}

Written TapeSorter::add(const Row& row) {
  if (rows_.size() >= most_rows_)
    if (auto spilt = spill(); !spilt) return spilt;
  rows_.push_back(row);
  places_ = std::max(places_, row.place + 1);
  return {};
}

Written TapeSorter::spill() {
  if (runs_.size() >= most_runs)
    if (auto merged = merge_runs(); !merged) return merged;
  sort_rows();
  const auto path = next_run();
  auto writer = TapeWriter::create(path, {});
  if (!writer) return tl::unexpected(writer.error());
  for (const auto& row : rows_)
    if (auto written = writer->append(row); !written) return written;
  rows_.clear();
  runs_.push_back(path);
  return writer->finish(numbered(places_), {});
}

// All runs become one.
Written TapeSorter::merge_runs() {
  const auto path = next_run();
  auto writer = TapeWriter::create(path, {});
  if (!writer) return tl::unexpected(writer.error());
  if (auto merged = merge(*writer); !merged) return merged;
  if (auto finished = writer->finish(numbered(places_), {}); !finished) return finished;
  std::error_code ignored;
  for (const auto& run : runs_) std::filesystem::remove(run, ignored);
  runs_ = {path};
  return {};
}

Written TapeSorter::merge(TapeWriter& to) {
  std::deque<Run> open;  // which do not move: cursors point to their readers
  for (const auto& run : runs_) {
    auto reader = TapeReader::open(run);
    if (!reader) return tl::unexpected(reader.error());
    open.emplace_back(std::move(*reader));
  }
  using Next = std::pair<Timestamp, std::size_t>;  // of equal times the earlier run's first
  std::priority_queue<Next, std::vector<Next>, std::greater<>> next;
  const auto advance = [&](std::size_t i) {
    if (open[i].cursor.next(open[i].row)) next.emplace(open[i].row.quote.time, i);
    return open[i].cursor.failure().empty();
  };
  for (std::size_t i = 0; i < open.size(); ++i)
    if (!advance(i)) return tl::unexpected(open[i].cursor.failure());
  while (!next.empty()) {
    const auto i = next.top().second;
    next.pop();
    if (auto written = to.append(open[i].row); !written) return written;
    if (!advance(i)) return tl::unexpected(open[i].cursor.failure());
  }
  return {};
}

Written TapeSorter::drain(TapeWriter& to) {
  if (!runs_.empty()) {
    if (auto spilt = spill(); !spilt) return spilt;
    return merge(to);
  }
  sort_rows();
  for (const auto& row : rows_)
    if (auto written = to.append(row); !written) return written;
  rows_.clear();
  return {};
}

}  // namespace fillwright::tape
