#include "deploy/tape_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "adapters/tape/open_tape.hpp"
#include "events/json_writer.hpp"

namespace fillwright {
namespace {

using tape::TapeReader;

constexpr std::size_t most_listed = 20;  // instruments, in text for people
constexpr std::size_t fault_count = tape_fault_kinds;
using Faults = std::array<std::uint64_t, fault_count>;

// What was wrong, for people, and what became of it.
std::string describe(TapeFault fault, bool is_sorted_in) {
  switch (fault) {
    case TapeFault::half_a_line:
      return "with too few or too many fields, left out";
    case TapeFault::bad_number:
      return "with a number that is none or cannot be, left out";
    case TapeFault::bad_symbol:
      return "of a symbol that is none, left out";
    case TapeFault::out_of_order:
      return is_sorted_in ? "out of order, put in order" : "out of order, left out";
    case TapeFault::crossed:
      return "crossed (bid above ask), kept";
    case TapeFault::zero:
      return "without a price or size on a side, kept without that side";
  }
  return "";
}

std::string faults_text(const Faults& faults, bool is_sorted_in) {
  std::string text;
  for (std::size_t i = 0; i < faults.size(); ++i)
    if (faults[i] > 0)
      text += fmt::format("{:<12} {} {}\n", text.empty() ? "odd" : "", faults[i],
                          describe(static_cast<TapeFault>(i), is_sorted_in));
  return text.empty() ? "odd          nothing\n" : text;
}

void write_faults(JsonWriter& w, const Faults& faults) {
  w.key("faults");
  w.begin_object();
  for (std::size_t i = 0; i < faults.size(); ++i)
    w.field(name_of(static_cast<TapeFault>(i)), faults[i]);
  w.end_object();
}

void write_origin(JsonWriter& w, const std::string& origin) {
  if (origin.empty()) return;
  w.field("origin", origin);
}

TapeInfo info_of(const std::string& file, const TapeReader& reader) {
  const auto& contents = reader.contents();
  TapeInfo info;
  info.file = file;
  info.format = "compact, version " + std::to_string(tape::version);
  info.origin = describe(reader.origin());
  info.bytes = reader.size();
  info.quotes = reader.quotes();
  info.blocks = contents.blocks.size();
  if (!contents.blocks.empty()) {
    info.first = contents.blocks.front().first;
    info.last = contents.blocks.back().last;
  }
  info.faults = contents.faults;
  info.instruments = contents.instruments;
  std::sort(
      info.instruments.begin(), info.instruments.end(),
      [](const auto& left, const auto& right) { return left.terms.symbol < right.terms.symbol; });
  return info;
}

TapeInfo info_of(const std::string& file, const TapeSummary& summary) {
  TapeInfo info;
  info.file = file;
  info.format = "CSV";
  std::error_code ignored;
  info.bytes = std::filesystem::file_size(file, ignored);
  if (ignored) info.bytes = 0;  // a pipe has no size
  info.quotes = summary.quotes;
  info.first = summary.first;
  info.last = summary.last;
  info.is_sorted_in = false;
  info.faults = summary.faults;
  for (const auto& symbol : summary.symbols) info.instruments.emplace_back().terms.symbol = symbol;
  return info;
}

}  // namespace

tl::expected<TapeInfo, std::string> read_tape_info(const std::string& file) {
  if (!tape::is_tape(file)) {
    const auto feed = open_tape(file, {false});
    if (!feed) return tl::unexpected(feed.error());
    if ((*feed)->summary().quotes == 0)
      return tl::unexpected(file + " is no tape: it has no quote, neither as CSV nor compact");
    return info_of(file, (*feed)->summary());
  }
  const auto reader = TapeReader::open(file);
  if (!reader) return tl::unexpected(reader.error());
  if (auto checked = reader->check(); !checked) return tl::unexpected(checked.error());
  return info_of(file, *reader);
}

std::string tape_info_text(const TapeInfo& info) {
  std::string text;
  const auto row = [&](const char* name, const std::string& value) {
    if (!value.empty()) text += fmt::format("{:<12} {}\n", name, value);
  };
  row("tape", info.file);
  row("format", info.format);
  row("origin", info.origin);
  const auto each = static_cast<double>(info.bytes) /
                    static_cast<double>(std::max<std::uint64_t>(info.quotes, 1));
  row("quotes", fmt::format("{} of {} instruments", info.quotes, info.instruments.size()) +
                    (info.bytes > 0 ? fmt::format(", {:.1f} bytes each", each) : ""));
  row("first", to_text(info.first));
  row("last", to_text(info.last));
  if (info.blocks > 0) row("blocks", fmt::format("{}, all whole", info.blocks));
  text += faults_text(info.faults, info.is_sorted_in);
  for (std::size_t i = 0; i < info.instruments.size() && i < most_listed; ++i) {
    const auto& [terms, quotes, first, last, size, crc] = info.instruments[i];
    row(i == 0 ? "instruments" : "",
        quotes == 0 ? terms.symbol : fmt::format("{:<22} {:>10} quotes", terms.symbol, quotes));
  }
  if (info.instruments.size() > most_listed)
    row("", fmt::format("and {} more; --json lists all", info.instruments.size() - most_listed));
  return text;
}

std::string tape_info_json(const TapeInfo& info) {
  std::string out;
  JsonWriter w(out);
  w.begin_object();
  w.field("tape", info.file);
  w.field("format", info.format);
  write_origin(w, info.origin);
  w.field("bytes", info.bytes);
  w.field("quotes", info.quotes);
  w.field("blocks", info.blocks);
  w.field("first", info.first);
  w.field("last", info.last);
  write_faults(w, info.faults);
  w.key("instruments");
  w.begin_array();
  for (const auto& [terms, quotes, first, last, size, crc] : info.instruments) {
    w.begin_object();
    w.field("symbol", terms.symbol);
    if (quotes > 0) {
      w.field("quotes", quotes);
      w.field("first", first);
      w.field("last", last);
    }
    if (terms.multiplier.units > 0) w.field("multiplier", terms.multiplier);
    if (!terms.ticks.empty()) w.field("ticks", terms.ticks);
    w.end_object();
  }
  w.end_array();
  w.end_object();
  return out + "\n";
}

std::string tape_import_text(const std::string& file, const tape::Origin& origin,
                             const tape::ImportReport& report) {
  const bool is_bars = origin.source == tape::Source::bars;
  auto text = fmt::format("{:<12} {}\n{:<12} {}\n", "tape", file, "origin", describe(origin));
  text += fmt::format("{:<12} {} of {} instruments\n", "quotes", report.quotes, report.instruments);
  if (report.files > 0)
    text += fmt::format("{:<12} {} {} in {} {}\n", "read", report.read, is_bars ? "bars" : "lines",
                        report.files, report.files == 1 ? "file" : "files");
  if (report.passed_over > 0)
    text += fmt::format("{:<12} {} files that do not hold minute quotes\n", "passed over",
                        report.passed_over);
  return text + faults_text(report.faults, true);
}

std::string tape_import_json(const std::string& file, const tape::Origin& origin,
                             const tape::ImportReport& report) {
  std::string out;
  JsonWriter w(out);
  w.begin_object();
  w.field("tape", file);
  write_origin(w, describe(origin));
  w.field("quotes", report.quotes);
  w.field("instruments", report.instruments);
  w.field("files", report.files);
  w.field("files_passed_over", report.passed_over);
  w.field("read", report.read);
  write_faults(w, report.faults);
  w.end_object();
  return out + "\n";
}

}  // namespace fillwright
