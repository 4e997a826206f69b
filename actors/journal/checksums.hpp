// The two checksums of the journal: CRC32C names the bad event, SHA-256 chains the blocks.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace fillwright {

// CRC-32C (Castagnoli), as iSCSI and ext4 compute it: of "123456789" it is 0xE3069283.
std::uint32_t crc32c(std::string_view bytes);

using Digest = std::array<char, 32>;
inline std::string_view view(const Digest& digest) { return {digest.data(), digest.size()}; }
// REQUIRES: 32 bytes.
Digest to_digest(std::string_view bytes);

// SHA-256 with one reused context. Threads: one at a time.
class Sha256 {
 public:
  Sha256();
  // Of two parts as if they were joined.
  Digest digest(std::string_view bytes, std::string_view more = {});
  // The same as text of 32 raw bytes.
  std::string operator()(std::string_view bytes, std::string_view more = {}) {
    return std::string(view(digest(bytes, more)));
  }

 private:
  struct Free {
    void operator()(evp_md_ctx_st* context) const;
  };
  std::unique_ptr<evp_md_ctx_st, Free> context_;
};

// For people: lower-case hexadecimal.
std::string to_hex(std::string_view bytes);
// Nothing unless it is what to_hex writes.
std::optional<std::string> from_hex(std::string_view text);

}  // namespace fillwright
