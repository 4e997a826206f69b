// The Merkle tree over a journal's events, as RFC 6962 (Certificate Transparency, section 2.1)
// builds one: leaf number i is the event of seq i + 1; a leaf's hash is SHA-256(00 ‖ leaf), a
// node's SHA-256(01 ‖ left ‖ right), of nothing SHA-256 of nothing. So the tree of a beginning of
// the journal is a part of every later one.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "actors/journal/checksums.hpp"

namespace fillwright {

// Of every so many leaves the subtree's root is kept: a path is found, and the tree goes on growing
// after a restart, without hashing the whole journal.
constexpr std::uint64_t leaves_of_kept_root = 1024;

Digest leaf_hash(Sha256& sha256, std::string_view leaf);
Digest node_hash(Sha256& sha256, const Digest& left, const Digest& right);

// Grows leaf by leaf and knows its root at any time. Threads: one at a time.
class MerkleTree {
 public:
  MerkleTree() = default;
  // As it was when it had kept these roots.
  explicit MerkleTree(const std::vector<Digest>& kept_roots);
  void add(const Digest& leaf);
  std::uint64_t size() const { return size_; }
  Digest root();
  const std::vector<Digest>& kept_roots() const { return kept_; }

 private:
  void add_subtree(Digest root, std::uint64_t leaves);

  Sha256 sha256_;
  std::uint64_t size_ = 0;
  std::vector<Digest> peaks_;  // of whole subtrees, one for each bit of the size, largest first
  std::vector<Digest> kept_;
};

// The hashes of `count` leaves from number `first` on.
using LeafHashes = std::function<std::vector<Digest>(std::uint64_t first, std::uint64_t count)>;

// Finds audit paths in the tree of the first `size` leaves. `leaves` is asked for those that no
// kept root stands for, or that are on a path.
class MerklePaths {
 public:
  MerklePaths(std::uint64_t size, std::vector<Digest> kept_roots, LeafHashes leaves)
      : size_(size), kept_(std::move(kept_roots)), leaves_(std::move(leaves)) {}
  // PATH(leaf, size) of RFC 6962: from the leaf's sibling up. REQUIRES: leaf < size.
  std::vector<Digest> path(std::uint64_t leaf);
  Digest leaf(std::uint64_t number);
  Digest root() { return range(0, size_); }

 private:
  Digest range(std::uint64_t begin, std::uint64_t end);
  const std::vector<Digest>& leaves_around(std::uint64_t leaf);

  std::uint64_t size_;
  std::vector<Digest> kept_;
  LeafHashes leaves_;
  Sha256 sha256_;
  std::map<std::pair<std::uint64_t, std::uint64_t>, Digest> known_;
  std::map<std::uint64_t, std::vector<Digest>> loaded_;  // by number of their kept root
};

// The root to which this path leads from leaf `number` of `size`; nothing when the path has not the
// length that it must have (RFC 9162, section 2.1.3.2).
std::optional<Digest> root_of_path(const Digest& leaf, std::uint64_t number, std::uint64_t size,
                                   const std::vector<Digest>& path);

}  // namespace fillwright
