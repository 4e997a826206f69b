#include "adapters/heads/heads_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "actors/journal/head_text.hpp"

namespace fillwright {
namespace {

tl::unexpected<std::string> problem(const std::string& file, const std::string& what) {
  return tl::unexpected("heads file " + file + what);
}
std::string system_error() { return std::strerror(errno); }

// A descriptor that is locked as long as it lives, so that nobody reads half an append.
class LockedFile {
 public:
  LockedFile(const std::string& file, int flags, int lock)
      : descriptor_(::open(file.c_str(), flags | O_CLOEXEC, 0644)) {
    if (descriptor_ >= 0) (void)::flock(descriptor_, lock);
  }
  LockedFile(const LockedFile&) = delete;
  LockedFile& operator=(const LockedFile&) = delete;
  ~LockedFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  int get() const { return descriptor_; }

 private:
  int descriptor_;
};

// Nothing when there is no such file.
tl::expected<std::optional<std::string>, std::string> content_of(const std::string& file) {
  const LockedFile in(file, O_RDONLY, LOCK_SH);
  if (in.get() < 0 && errno == ENOENT) return std::optional<std::string>();
  if (in.get() < 0) return problem(file, " cannot be read: " + system_error());
  std::string content;
  std::array<char, 64 << 10> room;
  for (;;) {
    const auto size = ::read(in.get(), room.data(), room.size());
    if (size < 0) return problem(file, " cannot be read: " + system_error());
    if (size == 0) return content;
    content.append(room.data(), static_cast<std::size_t>(size));
  }
}

struct Lines {
  std::vector<SignedHead> heads;
  std::size_t whole = 0;  // bytes of whole lines
};

tl::expected<Lines, std::string> parse_lines(const std::string& file, std::string_view content) {
  Lines lines;
  while (lines.whole < content.size()) {
    const auto line_is = ", line " + std::to_string(lines.heads.size() + 1);
    const auto end = content.find('\n', lines.whole);
    if (end == std::string_view::npos) break;
    auto head = parse_head(content.substr(lines.whole, end - lines.whole));
    if (!head) return problem(file, line_is + " is not a signed head as this program writes them");
    if (!lines.heads.empty() && head->log_id != lines.heads.back().log_id)
      return problem(file, line_is + " is of another journal than the line before");
    if (!lines.heads.empty() && head->seq < lines.heads.back().seq)
      return problem(file, line_is + " goes back to seq " + std::to_string(head->seq) + " from " +
                               std::to_string(lines.heads.back().seq));
    lines.heads.push_back(std::move(*head));
    lines.whole = end + 1;
  }
  return lines;
}

bool sync_folder_of(const std::string& file) {
  const auto folder = std::filesystem::absolute(file).parent_path();
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool is_done = descriptor >= 0 && ::fsync(descriptor) == 0;
  if (descriptor >= 0) ::close(descriptor);
  return is_done;
}

}  // namespace

tl::expected<std::vector<SignedHead>, std::string> read_heads(const std::string& file) {
  const auto content = content_of(file);
  if (!content) return tl::unexpected(content.error());
  if (!*content) return problem(file, " is not there");
  auto lines = parse_lines(file, **content);
  if (!lines) return tl::unexpected(lines.error());
  if (lines->whole != (*content)->size())
    return problem(file, " ends in half a line, line " + std::to_string(lines->heads.size() + 1) +
                             "; expected each to end with a line feed");
  return std::move(lines->heads);
}

tl::expected<HeadsFile, std::string> HeadsFile::open(std::string file) {
  const auto content = content_of(file);
  if (!content) return tl::unexpected(content.error());
  if (!*content) return HeadsFile(std::move(file), {}, 0);
  auto lines = parse_lines(file, **content);
  if (!lines) return tl::unexpected(lines.error());
  return HeadsFile(std::move(file), std::move(lines->heads), lines->whole);
}

tl::expected<void, std::string> HeadsFile::append(const SignedHead& head) {
  std::error_code error;
  std::filesystem::create_directories(std::filesystem::absolute(file_).parent_path(), error);
  const LockedFile out(file_, O_WRONLY | O_CREAT, LOCK_EX);
  const auto line = head_text(head) + "\n";
  const auto size = static_cast<off_t>(size_);
  const bool is_done =
      out.get() >= 0 && ::ftruncate(out.get(), size) == 0 &&
      ::pwrite(out.get(), line.data(), line.size(), size) == static_cast<ssize_t>(line.size()) &&
      ::fsync(out.get()) == 0 && (size > 0 || sync_folder_of(file_));
  if (!is_done) {
    const auto why = system_error();
    if (out.get() >= 0) (void)!::ftruncate(out.get(), size);
    return problem(file_, " cannot be written: " + why);
  }
  size_ += line.size();
  last_seq_ = head.seq;
  return {};
}

}  // namespace fillwright
