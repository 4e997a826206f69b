#include "replay/proof.hpp"

#include <algorithm>

namespace fillwright {
namespace {

tl::unexpected<std::string> wrong(std::string what) { return tl::unexpected(std::move(what)); }

std::string stream_of_order(const std::string& order) { return "order/" + order; }

void encode(const JournalReader& journal, const Recorded& event, std::string& bytes) {
  const auto stream = journal.stream_name(event.stream);
  const auto principal = journal.principal_name(event.principal);
  encode_leaf(leaf_of(event, stream, principal), bytes);
}

// The hashes of these leaves; fewer when the journal cannot be read.
std::vector<Digest> hashes_of(const JournalReader& journal, std::uint64_t first,
                              std::uint64_t count) {
  std::vector<Digest> hashes;
  Sha256 sha256;
  std::string bytes;
  (void)journal.read(first + 1, [&](const Recorded& event) {
    encode(journal, event, bytes);
    hashes.push_back(leaf_hash(sha256, bytes));
    return hashes.size() < count;
  });
  return hashes;
}

}  // namespace

tl::expected<OrderProof, std::string> prove_order(const JournalReader& journal,
                                                  const std::vector<std::string>& kept_roots,
                                                  const std::string& order,
                                                  const SignedHead& head) {
  const auto stream = stream_of_order(order);
  if (journal.version_of(stream) == 0)
    return wrong("there is no order " + order + " in the journal");
  OrderProof proof;
  proof.order = order;
  proof.head = head;
  std::vector<Seq> seqs;
  const auto read = journal.read_stream(stream, 1, [&](const Recorded& event) {
    if (event.seq > head.seq) return false;
    seqs.push_back(event.seq);
    encode(journal, event, proof.events.emplace_back().leaf);
    return true;
  });
  if (!read) return wrong("seq " + std::to_string(read.error().seq) + ": " + read.error().what);
  if (seqs.empty())
    return wrong("no event of order " + order + " is signed yet: the newest head is of seq " +
                 std::to_string(head.seq));

  std::vector<Digest> roots;
  const auto whole = std::min<std::uint64_t>(kept_roots.size(), head.seq / leaves_of_kept_root);
  for (std::uint64_t i = 0; i < whole; ++i) roots.push_back(to_digest(kept_roots[i]));
  MerklePaths paths(head.seq, std::move(roots), [&](std::uint64_t first, std::uint64_t count) {
    return hashes_of(journal, first, count);
  });
  for (std::size_t i = 0; i < seqs.size(); ++i) proof.events[i].path = paths.path(seqs[i] - 1);
  if (view(paths.root()) != head.root)
    return wrong("the journal's Merkle tree up to seq " + std::to_string(head.seq) +
                 " has not the root that was signed; `fillwright verify --heads` says more");
  return proof;
}

tl::expected<std::vector<Leaf>, std::string> check_proof(const OrderProof& proof,
                                                         const SignatureCheck& key) {
  if (auto problem = signature_problem(proof.head, key); !problem.empty()) return wrong(problem);
  if (proof.events.empty()) return wrong("there is no event in the proof");
  std::vector<Leaf> leaves;
  Sha256 sha256;
  for (const auto& event : proof.events) {
    const auto version = leaves.size() + 1;
    const auto which = "event " + std::to_string(version);
    const auto leaf = decode_leaf(event.leaf);
    if (!leaf) return wrong(which + ": its leaf is malformed");
    if (leaf->stream != stream_of_order(proof.order))
      return wrong(which + " is not of order " + proof.order);
    if (leaf->version != version)
      return wrong(which + " has the version " + std::to_string(leaf->version) +
                   ": events are missing or out of order");
    if (leaf->previous_of_stream != (leaves.empty() ? 0 : leaves.back().seq))
      return wrong(which + " does not follow the event before it");
    const auto root = leaf->seq == 0 ? std::nullopt
                                     : root_of_path(leaf_hash(sha256, event.leaf), leaf->seq - 1,
                                                    proof.head.seq, event.path);
    if (!root || view(*root) != proof.head.root)
      return wrong(which + " (seq " + std::to_string(leaf->seq) +
                   "): its path does not lead to the signed root");
    leaves.push_back(*leaf);
  }
  return leaves;
}

}  // namespace fillwright
