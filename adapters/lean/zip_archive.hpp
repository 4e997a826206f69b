// Reads zip files by libzip, whose types and codes end here. What an archive says about itself is
// not trusted: sizes and ratios are bounded before a byte is unpacked, and again while it is.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <tl/expected.hpp>
#include <vector>

struct zip;

namespace fillwright {

struct ZipLimits {
  std::uint64_t most_entries = 100'000;
  std::uint64_t most_entry_bytes = 64 << 20;          // of one entry, unpacked
  std::uint64_t most_bytes = std::uint64_t{4} << 30;  // of all entries, unpacked
  std::uint64_t most_ratio = 100;                     // unpacked to packed; quotes reach 20
  std::uint64_t free_bytes = 1 << 20;                 // up to here any ratio will do
};

struct ZipEntry {
  std::uint64_t index = 0;
  std::string name;
  std::uint64_t size = 0;  // unpacked, as the archive says
};

// Threads: one.
class ZipArchive {
 public:
  // Reads the directory. Errors are sentences that name the archive, and the entry to blame.
  static tl::expected<ZipArchive, std::string> open(const std::filesystem::path& path,
                                                    const ZipLimits& limits = {});
  // By name; folders are left out.
  const std::vector<ZipEntry>& entries() const { return entries_; }
  // Unpacks into `bytes`, whose memory is used again, and checks the entry's checksum.
  tl::expected<void, std::string> read(const ZipEntry& entry, std::string& bytes) const;

 private:
  struct Discard {
    void operator()(zip* archive) const;
  };
  ZipArchive() = default;
  tl::unexpected<std::string> bad(const std::string& what) const;
  tl::expected<void, std::string> list();

  std::filesystem::path path_;
  ZipLimits limits_;
  std::unique_ptr<zip, Discard> archive_;
  std::vector<ZipEntry> entries_;
};

}  // namespace fillwright
