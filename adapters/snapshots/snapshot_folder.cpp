#include "adapters/snapshots/snapshot_folder.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

namespace fillwright {
namespace {

namespace fs = std::filesystem;

tl::unexpected<std::string> failed(const std::string& path) {
  return tl::unexpected(path + ": " + std::strerror(errno));
}

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

bool read_all(int file, std::string& bytes) {
  std::size_t done = 0;
  while (done < bytes.size()) {
    const auto some = ::read(file, bytes.data() + done, bytes.size() - done);
    if (some < 0 && errno == EINTR) continue;
    if (some <= 0) return false;
    done += static_cast<std::size_t>(some);
  }
  return true;
}

class SnapshotFolder final : public SnapshotStore {
 public:
  explicit SnapshotFolder(std::string folder) : folder_(std::move(folder)) {}

  std::optional<std::string> load(std::string_view name) const override {
    const int file = ::open(path_of(name).c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return std::nullopt;
    struct stat status {};
    std::optional<std::string> bytes;
    if (::fstat(file, &status) == 0 && S_ISREG(status.st_mode)) {
      bytes.emplace(static_cast<std::size_t>(status.st_size), '\0');
      if (!read_all(file, *bytes)) bytes.reset();
    }
    ::close(file);
    return bytes;
  }

  tl::expected<void, std::string> save(std::string_view name, std::string_view bytes) override {
    std::error_code error;
    fs::create_directories(folder_, error);
    if (error) return tl::unexpected(folder_ + ": " + error.message());
    // Each writer has a file of its own, for several may save at once.
    auto temporary = path_of(name) + ".XXXXXX";
    const int file = ::mkostemp(temporary.data(), O_CLOEXEC);
    if (file < 0) return failed(temporary);
    const bool is_written = write_all(file, bytes) && ::fchmod(file, 0644) == 0;
    const bool is_closed = ::close(file) == 0;
    if (is_written && is_closed && ::rename(temporary.c_str(), path_of(name).c_str()) == 0)
      return {};
    const auto why = failed(path_of(name));
    ::unlink(temporary.c_str());
    return why;
  }

 private:
  std::string path_of(std::string_view name) const { return folder_ + "/" + std::string(name); }
  const std::string folder_;
};

}  // namespace

std::string views_folder(const std::string& journal_folder) {
  auto folder = journal_folder;
  while (folder.size() > 1 && folder.back() == '/') folder.pop_back();
  return folder + ".views";
}

std::unique_ptr<SnapshotStore> make_snapshot_folder(const std::string& folder) {
  return std::make_unique<SnapshotFolder>(folder);
}

}  // namespace fillwright
