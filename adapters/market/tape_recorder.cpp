#include "adapters/market/tape_recorder.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "adapters/market/line_reader.hpp"
#include "adapters/market/tape_line.hpp"

namespace fillwright {
namespace {

constexpr std::size_t most_buffered = 4 << 20;

struct TapeEnd {
  std::uint64_t whole_bytes = 0;  // up to the end of the last whole line
  Timestamp latest;
};

std::optional<TapeEnd> read_end(const std::filesystem::path& file) {
  LineReader reader;
  if (!reader.open(file)) return std::nullopt;
  TapeEnd end;
  while (const auto line = reader.next()) {
    if (!line->is_ended) break;
    end.whole_bytes += line->text.size() + 1;
    TapeLine read;
    TapeProblem problem;
    if (read_tape_line(line->text, read, problem)) end.latest = read.quote.time;
  }
  return end;
}

}  // namespace

tl::expected<TapeRecorder, std::string> TapeRecorder::open(const std::filesystem::path& file,
                                                           const Instruments& instruments) {
  TapeRecorder recorder;
  recorder.instruments_ = &instruments;
  recorder.file_ = ::open(file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
  const auto end = recorder.file_ < 0 ? std::nullopt : read_end(file);
  if (!end || ::ftruncate(recorder.file_, static_cast<off_t>(end->whole_bytes)) != 0)
    return tl::make_unexpected("cannot record to " + file.string() + ": " + std::strerror(errno));
  recorder.latest_ = end->latest;
  if (end->whole_bytes == 0) recorder.buffer_ = "ts_ns,symbol,bid,ask,bid_size,ask_size\n";
  return recorder;
}

TapeRecorder::TapeRecorder(TapeRecorder&& other) noexcept { *this = std::move(other); }

TapeRecorder& TapeRecorder::operator=(TapeRecorder&& other) noexcept {
  std::swap(instruments_, other.instruments_);
  std::swap(file_, other.file_);
  std::swap(held_, other.held_);
  std::swap(buffer_, other.buffer_);
  std::swap(latest_, other.latest_);
  std::swap(lost_bytes_, other.lost_bytes_);
  return *this;
}

TapeRecorder::~TapeRecorder() {
  if (file_ < 0) return;
  flush();
  ::close(file_);
}

void TapeRecorder::count(InstrumentId instrument, std::int64_t change) {
  const auto* defined = instruments_->find(instrument);
  if (!defined) return;
  for (const auto& leg : defined->legs) count(leg.instrument, change);
  if (!defined->legs.empty()) return;
  if (instrument.number >= held_.size()) held_.resize(instrument.number + 1, 0);
  auto& held = held_[instrument.number];
  held = std::max<std::int64_t>(held + change, 0);
}

void TapeRecorder::on_quote(InstrumentId instrument, const Quote& quote) {
  if (instrument.number >= held_.size() || held_[instrument.number] == 0) return;
  if (quote.time < latest_) return;
  latest_ = quote.time;
  if (buffer_.size() > most_buffered && !flush()) {
    lost_bytes_ += buffer_.size();
    buffer_.clear();
  }
  buffer_ += std::to_string(quote.time.ns);
  buffer_ += ',';
  buffer_ += instruments_->find(instrument)->symbol;
  for (const auto& text :
       {to_text(quote.bid), to_text(quote.ask), to_text(quote.bid_size), to_text(quote.ask_size)}) {
    buffer_ += ',';
    buffer_ += text;
  }
  buffer_ += '\n';
}

bool TapeRecorder::flush() {
  std::size_t written = 0;
  while (written < buffer_.size()) {
    const auto count = ::write(file_, buffer_.data() + written, buffer_.size() - written);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) break;
    written += static_cast<std::size_t>(count);
  }
  buffer_.erase(0, written);
  return buffer_.empty();
}

}  // namespace fillwright
