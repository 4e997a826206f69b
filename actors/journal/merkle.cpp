#include "actors/journal/merkle.hpp"

#include <algorithm>
#include <bit>
#include <cassert>

namespace fillwright {
namespace {

using namespace std::string_view_literals;

// The largest power of two below n. REQUIRES: n > 1.
std::uint64_t split_of(std::uint64_t n) { return std::bit_floor(n - 1); }

}  // namespace

Digest leaf_hash(Sha256& sha256, std::string_view leaf) { return sha256.digest("\0"sv, leaf); }

Digest node_hash(Sha256& sha256, const Digest& left, const Digest& right) {
  std::array<char, 65> joined;
  joined[0] = 1;
  std::copy(left.begin(), left.end(), joined.begin() + 1);
  std::copy(right.begin(), right.end(), joined.begin() + 33);
  return sha256.digest({joined.data(), joined.size()});
}

MerkleTree::MerkleTree(const std::vector<Digest>& kept_roots) {
  for (const auto& root : kept_roots) add_subtree(root, leaves_of_kept_root);
}

void MerkleTree::add(const Digest& leaf) { add_subtree(leaf, 1); }

void MerkleTree::add_subtree(Digest root, std::uint64_t leaves) {
  assert(size_ % leaves == 0);
  for (auto whole = leaves;; whole *= 2) {
    if (whole == leaves_of_kept_root) kept_.push_back(root);
    if ((size_ & whole) == 0) break;
    root = node_hash(sha256_, peaks_.back(), root);
    peaks_.pop_back();
  }
  peaks_.push_back(root);
  size_ += leaves;
}

Digest MerkleTree::root() {
  if (peaks_.empty()) return sha256_.digest({});
  auto root = peaks_.back();
  for (auto left = peaks_.rbegin() + 1; left != peaks_.rend(); ++left)
    root = node_hash(sha256_, *left, root);
  return root;
}

const std::vector<Digest>& MerklePaths::leaves_around(std::uint64_t leaf) {
  const auto number = leaf / leaves_of_kept_root;
  const auto first = number * leaves_of_kept_root;
  auto [found, is_new] = loaded_.try_emplace(number);
  if (is_new) {
    const auto count = std::min(leaves_of_kept_root, size_ - first);
    found->second = leaves_(first, count);
    found->second.resize(count);
  }
  return found->second;
}

Digest MerklePaths::leaf(std::uint64_t number) {
  return leaves_around(number)[number % leaves_of_kept_root];
}

// MTH of the leaves from `begin` to before `end`, which is a subtree of ours.
Digest MerklePaths::range(std::uint64_t begin, std::uint64_t end) {
  const auto leaves = end - begin;
  if (leaves == 0) return sha256_.digest({});
  if (leaves == 1) return leaf(begin);
  if (leaves == leaves_of_kept_root && begin / leaves < kept_.size()) return kept_[begin / leaves];
  const auto known = known_.find({begin, end});
  if (known != known_.end()) return known->second;
  const auto middle = begin + split_of(leaves);
  const auto left = range(begin, middle);
  const auto root = node_hash(sha256_, left, range(middle, end));
  known_.emplace(std::pair(begin, end), root);
  return root;
}

std::vector<Digest> MerklePaths::path(std::uint64_t leaf) {
  assert(leaf < size_);
  std::vector<Digest> path;
  for (std::uint64_t begin = 0, end = size_; end - begin > 1;) {
    const auto middle = begin + split_of(end - begin);
    if (leaf < middle) {
      path.push_back(range(middle, end));
      end = middle;
    } else {
      path.push_back(range(begin, middle));
      begin = middle;
    }
  }
  std::reverse(path.begin(), path.end());
  return path;
}

std::optional<Digest> root_of_path(const Digest& leaf, std::uint64_t number, std::uint64_t size,
                                   const std::vector<Digest>& path) {
  if (number >= size) return std::nullopt;
  Sha256 sha256;
  auto root = leaf;
  auto last = size - 1;
  for (const auto& sibling : path) {
    if (last == 0) return std::nullopt;
    if (number % 2 == 1 || number == last) {
      root = node_hash(sha256, sibling, root);
      while (number % 2 == 0 && number != 0) {
        number /= 2;
        last /= 2;
      }
    } else {
      root = node_hash(sha256, root, sibling);
    }
    number /= 2;
    last /= 2;
  }
  if (last != 0) return std::nullopt;
  return root;
}

}  // namespace fillwright
