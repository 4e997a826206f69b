#include "replay/views/mention_index.hpp"

namespace fillwright {
namespace {

// Ids may hold any bytes: a row of a longer key has another length.
std::string prefix_of(const std::string& key) { return "m" + key + '\0'; }

}  // namespace

std::string seq_bytes(Seq seq) {
  std::string bytes(8, '\0');
  for (std::size_t i = bytes.size(); i-- > 0; seq >>= 8) bytes[i] = static_cast<char>(seq & 0xFF);
  return bytes;
}

Seq seq_of_bytes(std::string_view bytes) {
  Seq seq = 0;
  for (const char byte : bytes) seq = seq << 8 | static_cast<unsigned char>(byte);
  return seq;
}

ViewRow MentionIndex::row_of(const std::string& key, Seq seq) {
  return {prefix_of(key) + seq_bytes(seq), {}};
}

tl::expected<std::vector<Seq>, std::string> MentionIndex::find(const std::string& key, Seq from,
                                                               Seq until, std::size_t most) const {
  std::vector<Seq> seqs;
  const auto prefix = prefix_of(key);
  const auto scanned =
      store_.scan(prefix, prefix + seq_bytes(from), [&](std::string_view row, std::string_view) {
        if (row.size() != prefix.size() + 8) return true;
        const auto seq = seq_of_bytes(row.substr(prefix.size()));
        if (seq > until || seqs.size() >= most) return false;
        seqs.push_back(seq);
        return true;
      });
  if (!scanned) return tl::unexpected(scanned.error());
  if (const auto found = tail_.find(key); found != tail_.end())
    for (const auto seq : found->second)
      if (seq >= from && seq <= until && seqs.size() < most) seqs.push_back(seq);
  return seqs;
}

}  // namespace fillwright
