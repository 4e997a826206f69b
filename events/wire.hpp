// The bytes under everything that is stored: varints, zigzag and length-prefixed text,
// little-endian. Reading never runs past the end and accepts only the canonical (shortest) form,
// because these bytes are hashed: one value, one byte string.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

namespace fillwright::wire {

// Appends to a caller's buffer, so that a block is written without a copy.
class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}
  void byte(std::uint8_t value) { out_.push_back(static_cast<char>(value)); }
  // LEB128: seven bits a byte, lowest first.
  void varint(std::uint64_t value) {
    if (value < 0x80) return out_.push_back(static_cast<char>(value));  // most are small
    char bytes[10];
    std::size_t size = 0;
    for (; value >= 0x80; value >>= 7) bytes[size++] = static_cast<char>(value | 0x80);
    bytes[size++] = static_cast<char>(value);
    out_.append(bytes, size);
  }
  // Small magnitudes of either sign become small numbers.
  void zigzag(std::int64_t value) {
    varint((static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63));
  }
  void fixed32(std::uint32_t value) {
    for (int i = 0; i < 4; ++i, value >>= 8) byte(static_cast<std::uint8_t>(value));
  }
  void fixed64(std::uint64_t value) {
    for (int i = 0; i < 8; ++i, value >>= 8) byte(static_cast<std::uint8_t>(value));
  }
  void raw(std::string_view bytes) { out_.append(bytes); }
  void text(std::string_view bytes) {
    varint(bytes.size());
    raw(bytes);
  }
  std::string& buffer() { return out_; }

 private:
  std::string& out_;
};

struct Varint {
  const char* next;  // behind it; null when malformed
  std::uint64_t value;
};

// Byte by byte, for the last bytes of a buffer. REQUIRES: at < end, and the first byte is not the
// last.
inline Varint read_varint_at_end(const char* at, const char* end) {
  std::uint64_t value = 0;
  for (unsigned shift = 0; at < end && shift < 64; shift += 7) {
    const auto byte = static_cast<std::uint8_t>(*at++);
    if (byte >= 0x80) {
      value |= std::uint64_t{byte & 0x7FU} << shift;
      continue;
    }
    if (byte == 0) break;                // a longer form than needed
    if (shift == 63 && byte > 1) break;  // more than 64 bits
    return {at, value | std::uint64_t{byte} << shift};
  }
  return {nullptr, 0};
}

// The low seven bits of each of eight bytes, without gaps.
constexpr std::uint64_t joined_sevens(std::uint64_t bytes) {
  bytes &= 0x7F7F7F7F7F7F7F7F;
  bytes = (bytes & 0x007F007F007F007F) | (bytes & 0x7F007F007F007F00) >> 1;
  bytes = (bytes & 0x00003FFF00003FFF) | (bytes & 0x3FFF00003FFF0000) >> 2;
  return (bytes & 0x000000000FFFFFFF) | (bytes & 0x0FFFFFFF00000000) >> 4;
}

// Eight bytes at once: times take nine. REQUIRES: as above.
inline Varint read_long_varint(const char* at, const char* end) {
  constexpr std::size_t longest = 10;
  if (std::endian::native != std::endian::little || end - at < std::ptrdiff_t{longest})
    return read_varint_at_end(at, end);
  std::uint64_t word = 0;
  std::memcpy(&word, at, sizeof word);
  if (const auto stops = ~word & 0x8080808080808080; stops != 0) {
    const auto size = static_cast<unsigned>(std::countr_zero(stops)) / 8 + 1;
    if (at[size - 1] == 0) return {nullptr, 0};  // a longer form than needed
    return {at + size, joined_sevens(word & (stops ^ (stops - 1)))};
  }
  const auto ninth = static_cast<std::uint8_t>(at[8]);
  const auto value = joined_sevens(word) | std::uint64_t{ninth & 0x7FU} << 56;
  if (ninth < 0x80) return ninth == 0 ? Varint{nullptr, 0} : Varint{at + 9, value};
  if (at[9] != 1) return {nullptr, 0};  // a longer form, or more than 64 bits
  return {at + 10, value | std::uint64_t{1} << 63};
}

// The inner loop of replay: state in registers, no object.
inline Varint read_varint(const char* at, const char* end) {
  if (at >= end) return {nullptr, 0};
  const auto first = static_cast<std::uint8_t>(*at);
  if (first < 0x80) return {at + 1, first};
  return read_long_varint(at, end);
}

constexpr std::int64_t from_zigzag(std::uint64_t value) {
  return static_cast<std::int64_t>((value >> 1) ^ (~(value & 1) + 1));
}

// Reads what Writer wrote. After the first failure every read is nothing and `failed()` is true.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  std::optional<std::uint8_t> byte() {
    if (failed_ || rest_.empty()) return fail();
    const auto value = static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    return value;
  }
  std::optional<std::uint64_t> varint() {
    if (failed_) return std::nullopt;
    const auto [next, value] = read_varint(rest_.data(), rest_.data() + rest_.size());
    if (!next) return fail();
    rest_.remove_prefix(static_cast<std::size_t>(next - rest_.data()));
    return value;
  }
  std::optional<std::int64_t> zigzag() {
    const auto value = varint();
    if (!value) return std::nullopt;
    return from_zigzag(*value);
  }
  std::optional<std::uint32_t> fixed32() {
    const auto bytes = raw(4);
    if (!bytes) return std::nullopt;
    std::uint32_t value = 0;
    for (std::size_t i = 4; i-- > 0;) value = value << 8 | static_cast<std::uint8_t>((*bytes)[i]);
    return value;
  }
  std::optional<std::uint64_t> fixed64() {
    const auto bytes = raw(8);
    if (!bytes) return std::nullopt;
    std::uint64_t value = 0;
    for (std::size_t i = 8; i-- > 0;) value = value << 8 | static_cast<std::uint8_t>((*bytes)[i]);
    return value;
  }
  // A view into the bytes given to the constructor.
  std::optional<std::string_view> raw(std::uint64_t size) {
    if (failed_ || size > rest_.size()) {
      fail();
      return std::nullopt;
    }
    const auto bytes = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return bytes;
  }
  std::optional<std::string_view> text() {
    const auto size = varint();
    if (!size) return std::nullopt;
    return raw(*size);
  }
  bool is_at_end() const { return rest_.empty(); }
  bool failed() const { return failed_; }
  std::string_view rest() const { return rest_; }

 private:
  std::nullopt_t fail() {
    failed_ = true;
    return std::nullopt;
  }
  std::string_view rest_;
  bool failed_ = false;
};

}  // namespace fillwright::wire
