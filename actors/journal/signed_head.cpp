#include "actors/journal/signed_head.hpp"

#include <algorithm>

#include "events/wire.hpp"

namespace fillwright {
namespace {

constexpr std::string_view message_magic = "fillwright head 1\n";

tl::unexpected<JournalFault> off_chain(const SignedHead& head, Seq first, const std::string& why) {
  return tl::unexpected(JournalFault{first, "the head that was signed at seq " +
                                                std::to_string(head.seq) +
                                                " does not lie on this chain: " + why});
}

}  // namespace

std::string message_of(const SignedHead& head) {
  std::string message;
  wire::Writer out(message);
  out.raw(message_magic);
  out.fixed64(head.log_id);
  out.fixed64(head.seq);
  out.raw(head.block_hash);
  out.raw(head.root);
  out.fixed64(static_cast<std::uint64_t>(head.time.ns));
  out.raw(head.key_id);
  return message;
}

void sign(SignedHead& head, const Signer& signer) {
  head.key_id = signer.key_id();
  head.signature = signer.sign(message_of(head));
}

std::string signature_problem(const SignedHead& head, const SignatureCheck& key) {
  const auto which = "the head of seq " + std::to_string(head.seq);
  if (head.key_id != key.key_id())
    return which + " was signed with the key " + to_hex(head.key_id) + ", and the key given is " +
           to_hex(key.key_id());
  if (!key.is_right(message_of(head), head.signature))
    return which + " has a wrong signature: it was changed after it was signed";
  return {};
}

KnownHeads::KnownHeads(std::vector<SignedHead> heads) : heads_(std::move(heads)) {
  std::stable_sort(heads_.begin(), heads_.end(),
                   [](const SignedHead& a, const SignedHead& b) { return a.seq < b.seq; });
}

tl::expected<void, JournalFault> KnownHeads::begin(const Chain& chain) {
  for (; next_ < heads_.size() && heads_[next_].seq < chain.seq(); ++next_)
    if (heads_[next_].log_id != chain.log_id())
      return off_chain(heads_[next_], 1, "it is of another journal");
  return chain.seq() == 0 ? tl::expected<void, JournalFault>() : check(chain);
}

tl::expected<void, JournalFault> KnownHeads::check(const Chain& chain, MerkleTree* tree) {
  for (; next_ < heads_.size() && heads_[next_].seq <= chain.seq(); ++next_) {
    const auto& head = heads_[next_];
    // Up to the head before, all is as it was signed; where behind it the change is, is not known.
    const auto first = next_ == 0 ? 1 : std::min(heads_[next_ - 1].seq + 1, head.seq);
    std::string wrong;
    if (head.log_id != chain.log_id())
      wrong = "it is of another journal";
    else if (head.seq != chain.seq())
      wrong = "no block ends there";
    else if (head.block_hash != chain.hash())
      wrong = "the block that ends there has the SHA-256 " + to_hex(chain.hash()) +
              ", signed was " + to_hex(head.block_hash);
    else if (tree && head.root != view(tree->root()))
      wrong = "the Merkle tree has the root " + to_hex(view(tree->root())) + ", signed was " +
              to_hex(head.root);
    if (!wrong.empty()) return off_chain(head, first, wrong);
  }
  return {};
}

tl::expected<void, JournalFault> KnownHeads::finish(const Chain& chain) const {
  if (next_ == heads_.size()) return {};
  return tl::unexpected(JournalFault{
      chain.seq() + 1, "the journal ends at seq " + std::to_string(chain.seq()) +
                           ", but its head was signed at seq " + std::to_string(heads_.back().seq) +
                           ": durable events are missing"});
}

}  // namespace fillwright
