#include "adapters/heads/heads_watch.hpp"

#include <filesystem>

#include "adapters/heads/heads_file.hpp"

namespace fillwright {

tl::expected<const std::vector<SignedHead>*, std::string> HeadsWatch::heads() {
  std::error_code error;
  const auto size = std::filesystem::file_size(file_, error);
  if (error || size == size_) return &heads_;
  auto opened = HeadsFile::open(file_);
  if (!opened) return tl::unexpected(opened.error());
  heads_ = opened->heads();
  size_ = size;
  return &heads_;
}

}  // namespace fillwright
