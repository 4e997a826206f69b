// The Merkle tree of RFC 6962: its published roots, and paths that lead to them.
#include "actors/journal/merkle.hpp"

#include <catch2/catch.hpp>
#include <string>

namespace fillwright {
namespace {

// A tree of leaves "0", "1", "2" …, their hashes, and its kept roots.
struct Grown {
  std::vector<Digest> leaves;
  MerkleTree tree;

  explicit Grown(std::uint64_t size) {
    Sha256 sha256;
    for (std::uint64_t i = 0; i < size; ++i) {
      leaves.push_back(leaf_hash(sha256, std::to_string(i)));
      tree.add(leaves.back());
    }
  }
  MerklePaths paths() {
    return MerklePaths(leaves.size(), tree.kept_roots(), [this](auto first, auto count) {
      return std::vector<Digest>(leaves.begin() + static_cast<std::ptrdiff_t>(first),
                                 leaves.begin() + static_cast<std::ptrdiff_t>(first + count));
    });
  }
};

std::string hex(const Digest& digest) { return to_hex(view(digest)); }

}  // namespace

TEST_CASE("roots are those that Certificate Transparency publishes for its test", "[merkle]") {
  // github.com/google/certificate-transparency, merkletree test data.
  const std::vector<std::string> leaves = {"",
                                           "00",
                                           "10",
                                           "2021",
                                           "3031",
                                           "40414243",
                                           "5051525354555657",
                                           "606162636465666768696a6b6c6d6e6f"};
  const std::vector<std::string> roots = {
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
      "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
      "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
      "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
  MerkleTree tree;
  Sha256 sha256;
  CHECK(hex(tree.root()) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    tree.add(leaf_hash(sha256, *from_hex(leaves[i])));
    CHECK(hex(tree.root()) == roots[i]);
  }
}

TEST_CASE("the path of each leaf leads to the root, and nothing else does", "[merkle]") {
  for (std::uint64_t size = 1; size <= 40; ++size) {
    Grown grown(size);
    auto paths = grown.paths();
    const auto root = grown.tree.root();
    REQUIRE(paths.root() == root);
    for (std::uint64_t leaf = 0; leaf < size; ++leaf) {
      auto path = paths.path(leaf);
      INFO("leaf " << leaf << " of " << size);
      REQUIRE(root_of_path(grown.leaves[leaf], leaf, size, path) == root);
      REQUIRE(root_of_path(grown.leaves[leaf], size, size, path) == std::nullopt);
      if (leaf + 1 < size) REQUIRE(root_of_path(grown.leaves[leaf], leaf + 1, size, path) != root);
      auto longer = path;
      longer.push_back(root);
      REQUIRE(root_of_path(grown.leaves[leaf], leaf, size, longer) == std::nullopt);
      for (auto& sibling : path) {
        sibling[0] = static_cast<char>(sibling[0] ^ 1);
        REQUIRE(root_of_path(grown.leaves[leaf], leaf, size, path) != root);
        sibling[0] = static_cast<char>(sibling[0] ^ 1);
      }
      if (path.empty()) continue;
      path.pop_back();
      REQUIRE(root_of_path(grown.leaves[leaf], leaf, size, path) == std::nullopt);
    }
  }
}

TEST_CASE("a tree goes on from its kept roots, and finds paths with few leaves", "[merkle]") {
  const std::uint64_t size = GENERATE(1023, 1024, 1025, 4096, 5000, 7 * 1024 + 1);
  Grown grown(size);
  REQUIRE(grown.tree.kept_roots().size() == size / leaves_of_kept_root);
  MerkleTree again(grown.tree.kept_roots());
  for (auto leaf = again.size(); leaf < size; ++leaf) again.add(grown.leaves[leaf]);
  CHECK(again.root() == grown.tree.root());
  CHECK(again.kept_roots() == grown.tree.kept_roots());

  std::uint64_t asked = 0;
  MerklePaths paths(size, grown.tree.kept_roots(), [&](auto first, auto count) {
    asked += count;
    const auto begin = grown.leaves.begin() + static_cast<std::ptrdiff_t>(first);
    return std::vector<Digest>(begin, begin + static_cast<std::ptrdiff_t>(count));
  });
  for (const auto leaf : {std::uint64_t{0}, std::uint64_t{1}, size / 2, size - 1})
    CHECK(root_of_path(paths.leaf(leaf), leaf, size, paths.path(leaf)) == grown.tree.root());
  CHECK(asked <= 4 * leaves_of_kept_root);
}

}  // namespace fillwright
