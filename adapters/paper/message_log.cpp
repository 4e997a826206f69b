#include "adapters/paper/message_log.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <utility>

#include "actors/journal/staged_journal.hpp"

namespace fillwright {
namespace {

// At once and without farewells, as at a failed write of the journal: whoever is in the middle of
// something must not say it.
[[noreturn]] void stop_process(const std::filesystem::path& path, const char* doing) {
  std::fprintf(stderr, "fillwright: paper broker: %s %s failed, stopping: %s\n", doing,
               path.c_str(), std::strerror(errno));
  std::fflush(stderr);
  std::_Exit(exit_code_indeterminate);
}

}  // namespace

tl::expected<LogContent, std::string> read_log(const std::filesystem::path& file) {
  LogContent content;
  std::error_code code;
  if (!std::filesystem::exists(file, code)) return content;
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return tl::make_unexpected("cannot read " + file.string());
  std::string text;
  for (std::uint64_t number = 1; std::getline(stream, text); ++number) {
    if (stream.eof()) {  // no end of line
      content.torn = text;
      break;
    }
    auto line = parse_book_line(text);
    if (!line)
      return tl::make_unexpected(file.string() + ", line " + std::to_string(number) + ": " +
                                 line.error());
    content.lines.push_back(std::move(*line));
    content.sound_bytes += text.size() + 1;
  }
  if (stream.bad()) return tl::make_unexpected("cannot read on in " + file.string());
  return content;
}

tl::expected<std::vector<BookMessage>, std::string> read_messages(
    const std::filesystem::path& folder) {
  auto content = read_log(folder / "messages.jsonl");
  if (!content) return tl::make_unexpected(content.error());
  std::vector<BookMessage> messages;
  for (auto& line : content->lines)
    if (auto* message = std::get_if<BookMessage>(&line)) messages.push_back(std::move(*message));
  return messages;
}

tl::expected<MessageLog, std::string> MessageLog::open(const std::filesystem::path& path) {
  MessageLog log;
  log.path_ = path;
  log.file_ = ::open(path.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
  if (log.file_ < 0)
    return tl::make_unexpected("cannot open " + path.string() + ": " + std::strerror(errno));
  if (::flock(log.file_, LOCK_EX | LOCK_NB) != 0)
    return tl::make_unexpected(path.string() + " is in use by another paper broker");
  // The name of a new file must survive a power cut, too.
  const int folder = ::open(path.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder >= 0) {
    const bool is_kept = ::fsync(folder) == 0;
    ::close(folder);
    if (!is_kept) stop_process(path.parent_path(), "syncing");
  }
  return log;
}

MessageLog::MessageLog(MessageLog&& other) noexcept { *this = std::move(other); }

MessageLog& MessageLog::operator=(MessageLog&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(file_, other.file_);
  std::swap(is_synced_, other.is_synced_);
  std::swap(text_, other.text_);
  return *this;
}

MessageLog::~MessageLog() {
  if (file_ >= 0) ::close(file_);
}

void MessageLog::cut_to(std::uint64_t bytes) {
  if (::ftruncate(file_, static_cast<off_t>(bytes)) != 0) stop_process(path_, "cutting");
  is_synced_ = false;
}

void MessageLog::write(const BookLine& line) {
  text_ = to_json(line);
  text_ += '\n';
  for (std::string_view rest = text_; !rest.empty();) {
    const auto count = ::write(file_, rest.data(), rest.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) stop_process(path_, "writing");
    rest.remove_prefix(static_cast<std::size_t>(count));
  }
  is_synced_ = false;
}

void MessageLog::sync() {
  if (is_synced_) return;
  if (::fdatasync(file_) != 0) stop_process(path_, "syncing");
  is_synced_ = true;
}

}  // namespace fillwright
