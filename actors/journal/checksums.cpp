// CRC32C by the processor's instruction where there is one, else by a table; SHA-256 by OpenSSL.
#include "actors/journal/checksums.hpp"

#include <openssl/evp.h>

#include <array>
#include <cstdlib>
#include <cstring>

namespace fillwright {
namespace {

constexpr std::array<std::uint32_t, 256> make_table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < table.size(); ++i) {
    std::uint32_t crc = i;
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ (crc & 1 ? 0x82F63B78U : 0U);
    table[i] = crc;
  }
  return table;
}
constexpr auto table = make_table();

std::uint32_t by_table(std::uint32_t crc, std::string_view bytes) {
  for (const char byte : bytes)
    crc = crc >> 8 ^ table[(crc ^ static_cast<unsigned char>(byte)) & 0xFF];
  return crc;
}

#if defined(__x86_64__)
__attribute__((target("sse4.2"))) std::uint32_t by_instruction(std::uint32_t crc,
                                                               std::string_view bytes) {
  std::uint64_t wide = crc;
  const char* at = bytes.data();
  std::size_t left = bytes.size();
  for (; left >= 8; left -= 8, at += 8) {
    std::uint64_t word;
    std::memcpy(&word, at, 8);
    wide = __builtin_ia32_crc32di(wide, word);
  }
  auto narrow = static_cast<std::uint32_t>(wide);
  for (; left > 0; --left, ++at)
    narrow = __builtin_ia32_crc32qi(narrow, static_cast<unsigned char>(*at));
  return narrow;
}
const bool has_instruction = __builtin_cpu_supports("sse4.2") > 0;
#else
std::uint32_t by_instruction(std::uint32_t crc, std::string_view bytes) {
  return by_table(crc, bytes);
}
constexpr bool has_instruction = false;
#endif

}  // namespace

std::uint32_t crc32c(std::string_view bytes) {
  return ~(has_instruction ? by_instruction(~0U, bytes) : by_table(~0U, bytes));
}

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
  if (!context_) std::abort();
}

void Sha256::Free::operator()(evp_md_ctx_st* context) const { EVP_MD_CTX_free(context); }

std::string Sha256::operator()(std::string_view bytes, std::string_view more) {
  std::string hash(32, '\0');
  unsigned size = 0;
  const bool is_done =
      EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1 &&
      EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1 &&
      EVP_DigestUpdate(context_.get(), more.data(), more.size()) == 1 &&
      EVP_DigestFinal_ex(context_.get(), reinterpret_cast<unsigned char*>(hash.data()), &size) == 1;
  if (!is_done || size != hash.size()) std::abort();  // no chain without its hash
  return hash;
}

std::string to_hex(std::string_view bytes) {
  constexpr char digits[] = "0123456789abcdef";
  std::string text;
  for (const char byte : bytes) {
    text += digits[static_cast<unsigned char>(byte) >> 4];
    text += digits[static_cast<unsigned char>(byte) & 15];
  }
  return text;
}

}  // namespace fillwright
