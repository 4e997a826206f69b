// A file read at any place and written at its end, with the system's words for what goes wrong.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace fillwright::tape {

// Threads: one.
class TapeBytes {
 public:
  static tl::expected<TapeBytes, std::string> open(const std::filesystem::path& path);
  // Empties what is there.
  static tl::expected<TapeBytes, std::string> create(const std::filesystem::path& path);
  TapeBytes(TapeBytes&& other) noexcept;
  TapeBytes& operator=(TapeBytes&& other) noexcept;
  ~TapeBytes();

  const std::filesystem::path& path() const { return path_; }
  // When it was opened, and what was appended since.
  std::uint64_t size() const { return size_; }
  // Exactly `size` bytes into `bytes`, whose memory is used again.
  tl::expected<void, std::string> read(std::uint64_t offset, std::size_t size,
                                       std::string& bytes) const;
  tl::expected<void, std::string> append(std::string_view bytes);
  tl::expected<void, std::string> sync();

 private:
  TapeBytes() = default;
  tl::unexpected<std::string> failed(std::string_view what) const;

  std::filesystem::path path_;
  int file_ = -1;
  std::uint64_t size_ = 0;
};

}  // namespace fillwright::tape
