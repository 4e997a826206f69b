// The proof of an order: its events, each with its path in the journal's Merkle tree, and a signed
// head that vouches for the tree. Whoever has the public key can check it without the journal.
// docs/proof_format.md says how; the format is a file of JSON.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "actors/journal/leaf.hpp"
#include "actors/journal/merkle.hpp"
#include "actors/journal/signed_head.hpp"

namespace fillwright {

struct ProvenEvent {
  std::string leaf;  // its bytes
  std::vector<Digest> path;
  bool operator==(const ProvenEvent&) const = default;
};

struct OrderProof {
  std::string order;
  SignedHead head;
  std::vector<ProvenEvent> events;  // versions 1, 2, 3 … of the order's stream
  bool operator==(const OrderProof&) const = default;
};

// Proves the order's events up to the head, which must lie on the journal; `kept_roots` as the
// store has them. An error is a sentence: there is no such order, none of its events is that old,
// the tree is not the one that was signed.
tl::expected<OrderProof, std::string> prove_order(const JournalReader& journal,
                                                  const std::vector<std::string>& kept_roots,
                                                  const std::string& order, const SignedHead& head);

// Checks everything that the proof claims, but its text. The leaves are views into the proof. An
// error says what is wrong with it.
tl::expected<std::vector<Leaf>, std::string> check_proof(const OrderProof& proof,
                                                         const SignatureCheck& key);

// The file's text, and back; an error says what is not as `proof_text` writes it.
std::string proof_text(const OrderProof& proof);
tl::expected<OrderProof, std::string> parse_proof(const std::string& text);

}  // namespace fillwright
