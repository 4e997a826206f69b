#include "adapters/tape/tape_bytes.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace fillwright::tape {

TapeBytes::TapeBytes(TapeBytes&& other) noexcept { *this = std::move(other); }

TapeBytes& TapeBytes::operator=(TapeBytes&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(file_, other.file_);
  std::swap(size_, other.size_);
  return *this;
}

TapeBytes::~TapeBytes() {
  if (file_ >= 0) ::close(file_);
}

tl::unexpected<std::string> TapeBytes::failed(std::string_view what) const {
  return tl::unexpected("cannot " + std::string(what) + " " + path_.string() + ": " +
                        std::strerror(errno));
}

tl::expected<TapeBytes, std::string> TapeBytes::open(const std::filesystem::path& path) {
  TapeBytes bytes;
  bytes.path_ = path;
  bytes.file_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat status {};
  if (bytes.file_ < 0 || ::fstat(bytes.file_, &status) != 0) return bytes.failed("read");
  if (S_ISDIR(status.st_mode)) {
    errno = EISDIR;
    return bytes.failed("read");
  }
  bytes.size_ = static_cast<std::uint64_t>(status.st_size);
  return bytes;
}

tl::expected<TapeBytes, std::string> TapeBytes::create(const std::filesystem::path& path) {
  TapeBytes bytes;
  bytes.path_ = path;
  bytes.file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (bytes.file_ < 0) return bytes.failed("write");
  return bytes;
}

tl::expected<void, std::string> TapeBytes::read(std::uint64_t offset, std::size_t size,
                                                std::string& bytes) const {
  bytes.resize(size);
  for (std::size_t done = 0; done < size;) {
    const auto count =
        ::pread(file_, bytes.data() + done, size - done, static_cast<off_t>(offset + done));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return failed("read");
    if (count == 0)
      return tl::unexpected(path_.string() + " ends at offset " + std::to_string(offset + done) +
                            ": it has become shorter");
    done += static_cast<std::size_t>(count);
  }
  return {};
}

tl::expected<void, std::string> TapeBytes::append(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto count = ::write(file_, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return failed("write");
    bytes.remove_prefix(static_cast<std::size_t>(count));
    size_ += static_cast<std::uint64_t>(count);
  }
  return {};
}

tl::expected<void, std::string> TapeBytes::sync() {
  if (::fsync(file_) != 0) return failed("write");
  return {};
}

}  // namespace fillwright::tape
