// A folder of our own for what a reader of another process's database writes.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>

namespace fillwright {

// For a secondary instance's log; removed with this. An empty path: it could not be made.
class ReaderFolder {
 public:
  ReaderFolder() {
    std::error_code error;
    path_ = (std::filesystem::temp_directory_path(error) / "fillwright-reader-XXXXXX").string();
    if (error || !::mkdtemp(path_.data())) path_.clear();
  }
  ReaderFolder(const ReaderFolder&) = delete;
  ReaderFolder& operator=(const ReaderFolder&) = delete;
  ~ReaderFolder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace fillwright
