// The format: RocksDB's wiki, "Write Ahead Log File Format": blocks of 32 KiB, and in them records:
// checksum 4 bytes, length 2 (little-endian), type 1, then the content. A block's last six bytes or
// fewer hold no record.
#include "adapters/rocksdb/log_headers.hpp"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <vector>

namespace fillwright {
namespace {

constexpr std::size_t block_size = 32'768;
constexpr std::size_t header_size = 7;
constexpr std::uint8_t first_reused = 5;  // kRecyclableFullType
constexpr std::uint8_t last_reused = 8;   // kRecyclableLastType

// The place in the block of the first such record.
std::optional<std::size_t> reused_in(const std::vector<char>& block, std::size_t size) {
  for (std::size_t at = 0; at + header_size <= size;) {
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(block[at + i]); };
    const auto type = byte(6);
    if (type >= first_reused && type <= last_reused) return at;
    const std::size_t length = byte(4) | byte(5) << 8U;
    // Room that was set aside, or a length that is wrong: RocksDB skips the rest of the block.
    if ((type == 0 && length == 0) || at + header_size + length > size) break;
    at += header_size + length;
  }
  return std::nullopt;
}

std::optional<std::string> reused_in_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::vector<char> block(block_size);
  for (std::size_t from = 0; in; from += block_size) {
    in.read(block.data(), static_cast<std::streamsize>(block.size()));
    if (const auto at = reused_in(block, static_cast<std::size_t>(in.gcount())))
      return file.string() + " is damaged at byte " + std::to_string(from + *at) +
             ": a record of a kind that is never written there";
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> record_of_reused_log(const std::string& database) {
  std::error_code error;
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(database, error)) {
    const auto name = entry.path().filename().string();
    if (name.starts_with("MANIFEST-") || entry.path().extension() == ".log")
      files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  for (const auto& file : files)
    if (auto found = reused_in_file(file)) return found;
  return std::nullopt;
}

}  // namespace fillwright
