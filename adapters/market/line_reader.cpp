#include "adapters/market/line_reader.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace fillwright {
namespace {

constexpr std::size_t buffer_size = 1 << 20;  // also the longest line

}  // namespace

LineReader::LineReader(LineReader&& other) noexcept { *this = std::move(other); }

LineReader& LineReader::operator=(LineReader&& other) noexcept {
  std::swap(file_, other.file_);
  std::swap(buffer_, other.buffer_);
  std::swap(begin_, other.begin_);
  std::swap(end_, other.end_);
  std::swap(number_, other.number_);
  std::swap(failure_, other.failure_);
  std::swap(beginning_, other.beginning_);
  return *this;
}

LineReader::~LineReader() {
  if (file_ >= 0) ::close(file_);
}

bool LineReader::open(const std::filesystem::path& path) {
  file_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file_ < 0) return false;
  buffer_.resize(buffer_size);
  return true;
}

// Moves what is unread to the front and reads behind it. False: nothing more came.
bool LineReader::fill() {
  std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
  end_ -= begin_;
  begin_ = 0;
  ssize_t count = 0;
  do {
    count = ::read(file_, buffer_.data() + end_, buffer_.size() - end_);
  } while (count < 0 && errno == EINTR);
  if (count < 0) failure_ = std::strerror(errno);
  if (count <= 0) return false;
  end_ += static_cast<std::size_t>(count);
  return true;
}

std::optional<LineReader::Line> LineReader::next() {
  if (file_ < 0) return std::nullopt;
  for (std::size_t looked = 0; looked < buffer_.size();) {
    const auto* start = buffer_.data() + begin_;
    const auto* found =
        static_cast<const char*>(std::memchr(start + looked, '\n', end_ - begin_ - looked));
    if (found) {
      std::string_view text(start, static_cast<std::size_t>(found - start));
      begin_ += text.size() + 1;
      if (text.ends_with('\r')) text.remove_suffix(1);
      return Line{text, ++number_};
    }
    looked = end_ - begin_;
    if (looked == buffer_.size() || fill()) continue;
    if (looked == 0) return std::nullopt;
    begin_ = end_;
    return Line{std::string_view(buffer_.data(), looked), ++number_, false};
  }
  return pass_over_long_line();
}

LineReader::Line LineReader::pass_over_long_line() {
  beginning_.assign(buffer_.data(), 100);
  Line line{beginning_, ++number_, false, true};
  for (begin_ = end_ = 0; fill(); begin_ = end_ = 0) {
    const auto* found = static_cast<const char*>(std::memchr(buffer_.data(), '\n', end_));
    if (!found) continue;
    begin_ = static_cast<std::size_t>(found - buffer_.data()) + 1;
    line.is_ended = true;
    break;
  }
  return line;
}

}  // namespace fillwright
