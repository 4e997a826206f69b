#include "adapters/alerts/alert_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "adapters/alerts/alert_record.hpp"

namespace fillwright {

namespace {

constexpr std::size_t most_per_poll = 256 << 10;

}  // namespace

AlertFile::AlertFile(std::filesystem::path path, std::string source)
    : path_(std::move(path)), source_(std::move(source)) {}

AlertFile::~AlertFile() { close(); }

void AlertFile::close() {
  if (file_ >= 0) ::close(file_);
  file_ = -1;
}

void AlertFile::tell(std::string what, Timestamp now, std::vector<AlertInput>& inputs) {
  if (what == told_) return;
  told_ = what;
  inputs.push_back({now, InputRefused{source_, lines_.lines(), std::move(what), now}});
}

bool AlertFile::open(Timestamp now, std::vector<AlertInput>& inputs) {
  // Non-blocking, so that a pipe without a writer cannot hold us here.
  file_ = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  struct stat status = {};
  if (file_ < 0 || ::fstat(file_, &status) != 0) {
    const std::string why = std::strerror(errno);
    tell(errno == ENOENT ? "is not there yet: waiting for it" : "cannot be opened: " + why, now,
         inputs);
    close();
    return false;
  }
  if (!S_ISREG(status.st_mode)) {
    tell("is no regular file", now, inputs);
    close();
    return false;
  }
  identity_ = {status.st_dev, status.st_ino};
  offset_ = 0;
  lines_.restart();
  return true;
}

bool AlertFile::is_replaced() const {
  struct stat status = {};
  if (::stat(path_.c_str(), &status) != 0) return false;  // gone: what is open is read on
  return Identity{status.st_dev, status.st_ino} != identity_;
}

void AlertFile::take(const LineCutter::Line& line, Timestamp now,
                     std::vector<AlertInput>& inputs) const {
  if (line.is_too_long) {
    inputs.push_back(
        {now, InputRefused{source_, line.number, "longer than 1 MiB: passed over", now}});
  } else if (line.text.find_first_not_of(" \t") != std::string_view::npos) {
    inputs.push_back(read_alert_record({line.text, source_, line.number, now}));
  }
}

std::vector<AlertInput> AlertFile::poll(Timestamp now) {
  std::vector<AlertInput> inputs;
  if (file_ < 0 && !open(now, inputs)) return inputs;

  struct stat status = {};
  if (::fstat(file_, &status) == 0 && static_cast<std::uint64_t>(status.st_size) < offset_) {
    tell("became shorter: read again from its start", now, inputs);
    offset_ = 0;
    lines_.restart();
  }
  // Looked at before reading: what was written to the old file before it was replaced is in it now.
  const bool was_replaced = is_replaced();
  std::string bytes(most_per_poll, '\0');
  const auto count = ::pread(file_, bytes.data(), bytes.size(), static_cast<off_t>(offset_));
  if (count < 0) {
    if (errno != EINTR) tell("cannot be read: " + std::string(std::strerror(errno)), now, inputs);
    return inputs;
  }
  if (count > 0) told_.clear();
  offset_ += static_cast<std::uint64_t>(count);
  bytes.resize(static_cast<std::size_t>(count));
  lines_.add(bytes, [&](const auto& line) { take(line, now, inputs); });
  if (was_replaced && count == 0) {
    if (lines_.is_within_line()) tell("was replaced within a line: left out", now, inputs);
    close();  // the next call opens the new one
  }
  return inputs;
}

std::vector<AlertInput> AlertFile::finish(Timestamp now) {
  std::vector<AlertInput> inputs;
  lines_.finish([&](const auto& line) { take(line, now, inputs); });
  return inputs;
}

}  // namespace fillwright
