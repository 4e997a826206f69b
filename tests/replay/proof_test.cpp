// Proofs of orders: they hold, and nothing in them can be changed.
#include "replay/proof.hpp"

#include <catch2/catch.hpp>

#include "actors/journal/head_text.hpp"
#include "actors/journal/sealer.hpp"
#include "adapters/memory/memory_block_store.hpp"
#include "adapters/sodium/ed25519.hpp"

using namespace fillwright;

namespace {

// A journal of many orders whose events lie between each other, sealed and signed up to some event.
struct Sealed {
  std::shared_ptr<MemoryDisk> disk = std::make_shared<MemoryDisk>();
  BlockStore* store = nullptr;
  std::unique_ptr<Journal> journal;
  std::unique_ptr<Signer> signer = *signer_of(make_signing_key());
  std::unique_ptr<SignatureCheck> key;
  SignedHead head;

  Sealed() {
    auto made = make_memory_store(disk);
    store = made.get();
    journal = *open_journal(std::move(made), {});
    write(1100);
    auto sealer = *Sealer::open(*journal, *store);
    while (*sealer->step()) {
    }
    head = sealer->signed_head(Timestamp{1'800'000'000'000'000'001}, *signer);
  }
  void write(int count) {
    for (int i = 0; i < count; ++i) {
      NewEvent event;
      event.type = 7;
      event.payload = "payload " + std::to_string(i);
      event.event_time = Timestamp{1'700'000'000'000'000'000 + i};
      event.principal = i % 3 == 0 ? "" : "operator";
      Append append;
      append.streams.push_back({"order/w" + std::to_string(i % 10), any_version, {event}});
      REQUIRE(journal->append(append));
      if (i % 7 == 0) journal->commit(Timestamp{i + 1});
    }
    journal->commit(Timestamp{count + 1});
  }
  OrderProof prove(const std::string& order) const {
    const auto proof = prove_order(*journal, *store->roots(), order, head);
    INFO((proof ? std::string() : proof.error()));
    REQUIRE(proof);
    return *proof;
  }
  std::string problem_of(const OrderProof& proof) const {
    const auto leaves = check_proof(proof, *signer);
    return leaves ? "" : leaves.error();
  }
};

}  // namespace

TEST_CASE("the proof of an order holds without the journal, and tells its events", "[proof]") {
  const Sealed sealed;
  REQUIRE(sealed.store->roots()->size() == 1);
  const auto proof = sealed.prove("w4");
  const auto text = proof_text(proof);
  const auto read = parse_proof(text);
  INFO((read ? std::string() : read.error()));
  REQUIRE(read);
  CHECK(*read == proof);
  const auto leaves = check_proof(*read, *sealed.signer);
  REQUIRE(leaves);
  REQUIRE(leaves->size() == 110);
  CHECK(leaves->front().payload == "payload 4");
  CHECK(leaves->front().stream == "order/w4");
  CHECK(leaves->front().seq == 5);
  CHECK(leaves->back().seq == 1095);
  CHECK(leaves->back().previous_of_stream == 1085);
  CHECK(leaves->back().principal == "operator");
  CHECK(leaves->back().event_time.ns == 1'700'000'000'000'001'094);
}

TEST_CASE("events after the head are left out; without any there is no proof", "[proof]") {
  Sealed sealed;
  sealed.write(25);
  CHECK(sealed.prove("w4").events.size() == 110);
  Append late;
  late.streams.push_back({"order/late", any_version, {NewEvent{7, "x", {}, {}, 0, 0, {}}}});
  REQUIRE(sealed.journal->append(late));
  sealed.journal->commit(Timestamp{99'999});
  const auto proof = prove_order(*sealed.journal, *sealed.store->roots(), "late", sealed.head);
  REQUIRE_FALSE(proof);
  CHECK(proof.error() == "no event of order late is signed yet: the newest head is of seq 1100");
  CHECK_FALSE(prove_order(*sealed.journal, *sealed.store->roots(), "none", sealed.head));
}

TEST_CASE("a wrong kept root, or a head of another tree, makes no proof", "[proof]") {
  const Sealed sealed;
  auto roots = *sealed.store->roots();
  roots[0][0] = static_cast<char>(roots[0][0] ^ 1);
  CHECK_FALSE(prove_order(*sealed.journal, roots, "w4", sealed.head));
  auto head = sealed.head;
  head.root[0] = static_cast<char>(head.root[0] ^ 1);
  CHECK_FALSE(prove_order(*sealed.journal, *sealed.store->roots(), "w4", head));
}

TEST_CASE("a proof in which anything was changed does not hold", "[proof]") {
  const Sealed sealed;
  auto proof = sealed.prove("w4");
  CHECK(sealed.problem_of(proof) == "");
  std::string expected;
  SECTION("another order") {
    proof.order = "w5";
    expected = "event 1 is not of order w5";
  }
  SECTION("the first event left out") {
    proof.events.erase(proof.events.begin());
    expected = "event 1 has the version 2";
  }
  SECTION("an event in the middle left out") {
    proof.events.erase(proof.events.begin() + 5);
    expected = "event 6 has the version 7";
  }
  SECTION("none left") {
    proof.events.clear();
    expected = "there is no event";
  }
  SECTION("two exchanged") {
    std::swap(proof.events[1], proof.events[2]);
    expected = "event 2 has the version 3";
  }
  SECTION("a payload") {
    proof.events[3].leaf.back() = '!';
    expected = "its path does not lead";
  }
  SECTION("a path") {
    proof.events[3].path[2][0] = static_cast<char>(proof.events[3].path[2][0] ^ 1);
    expected = "its path does not lead";
  }
  SECTION("a path with one more") {
    proof.events[3].path.push_back(proof.events[3].path[0]);
    expected = "its path does not lead";
  }
  SECTION("a path of none") {
    proof.events[3].path.clear();
    expected = "its path does not lead";
  }
  SECTION("the head's seq") {
    ++proof.head.seq;
    expected = "wrong signature";
  }
  SECTION("the head's root") {
    proof.head.root[0] = static_cast<char>(proof.head.root[0] ^ 1);
    expected = "wrong signature";
  }
  SECTION("the head's time") {
    ++proof.head.time.ns;
    expected = "wrong signature";
  }
  SECTION("signed by somebody else") {
    sign(proof.head, **signer_of(make_signing_key()));
    expected = "was signed with the key";
  }
  INFO(sealed.problem_of(proof));
  CHECK(sealed.problem_of(proof).find(expected) != std::string::npos);
}

TEST_CASE("no byte of a proof's text can be changed", "[proof]") {
  Sealed sealed;
  auto proof = sealed.prove("w4");
  proof.events.resize(2);  // a shorter story is as right: later events are not claimed to be all
  const auto text = proof_text(proof);
  REQUIRE(sealed.problem_of(*parse_proof(text)) == "");
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto changed = text;
    changed[i] = static_cast<char>(text[i] ^ (1 << (i % 8)));
    const auto read = parse_proof(changed);
    INFO("byte " << i);
    if (read) REQUIRE(sealed.problem_of(*read) != "");
    REQUIRE_FALSE(parse_proof(text.substr(0, i)));
  }
  CHECK_FALSE(parse_proof(text + "\n"));
  CHECK_FALSE(parse_proof("{}"));
  CHECK_FALSE(parse_proof("[]"));
}
