// Signing keys: as the standard says, in files that only their owner reads.
#include <sys/stat.h>

#include <catch2/catch.hpp>

#include "actors/journal/checksums.hpp"
#include "adapters/sodium/ed25519.hpp"
#include "adapters/sodium/key_files.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace fillwright;

namespace {

std::string refusal(const tl::expected<std::string, std::string>& result) {
  REQUIRE_FALSE(result);
  return result.error();
}

}  // namespace

TEST_CASE("signatures are those of RFC 8032", "[keys]") {
  // Section 7.1, TEST 1.
  const std::string key =
      "fillwright-signing-key:9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
  const auto signer = signer_of(key);
  REQUIRE(signer);
  CHECK(to_hex((*signer)->sign("")) ==
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701c"
        "f9b46bd25bf5f0595bbe24655141438e7a100b");
  CHECK(*public_key_of(key) ==
        "fillwright-public-key:d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
}

TEST_CASE("only the public key that belongs to it takes a signature, and only of that message",
          "[keys]") {
  const auto key = make_signing_key();
  const auto signer = signer_of(key);
  const auto check = check_of(*public_key_of(key));
  const auto other = check_of(*public_key_of(make_signing_key()));
  REQUIRE((signer && check && other));
  auto signature = (*signer)->sign("message");
  CHECK((*check)->is_right("message", signature));
  CHECK((*signer)->is_right("message", signature));
  CHECK((*check)->key_id() == (*signer)->key_id());
  CHECK((*other)->key_id() != (*signer)->key_id());
  CHECK_FALSE((*other)->is_right("message", signature));
  CHECK_FALSE((*check)->is_right("massage", signature));
  CHECK_FALSE((*check)->is_right("message", signature.substr(1)));
  signature[5] = static_cast<char>(signature[5] ^ 1);
  CHECK_FALSE((*check)->is_right("message", signature));
}

TEST_CASE("a new key's file is its owner's alone, and none is overwritten", "[keys]") {
  const TemporaryFolder folder;
  const auto file = (folder / "key").string();
  const auto made = create_signing_key_file(file);
  REQUIRE(made);
  struct stat status {};
  REQUIRE(::stat(file.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
  CHECK(*public_key_of_file(file) == *made);
  const auto before = read_file(file);
  CHECK(refusal(create_signing_key_file(file)) ==
        file + " exists and is not overwritten; expected a new file");
  CHECK(read_file(file) == before);
  REQUIRE(::chmod(file.c_str(), 0644) == 0);
  CHECK(refusal(public_key_of_file(file)).find("chmod 600") != std::string::npos);
}

TEST_CASE("no key is made inside a journal", "[keys]") {
  const TemporaryFolder folder;
  std::filesystem::create_directories(folder / "journal/db");
  write_file(folder / "journal/FILLWRIGHT", "fillwright journal 1\n");
  for (const auto* place : {"journal/key", "journal/db/key"}) {
    CHECK(refusal(create_signing_key_file((folder / place).string())).find("would lie in the") !=
          std::string::npos);
    CHECK_FALSE(std::filesystem::exists(folder / place));
  }
}

TEST_CASE("what is no key is refused, and never shown", "[keys]") {
  const TemporaryFolder folder;
  const auto key = make_signing_key();
  const auto public_key = *public_key_of(key);
  const auto file = (folder / "pub").string();
  write_file(file, public_key + "\n");
  CHECK(load_public_key(file));
  CHECK(load_public_key(public_key));
  for (const auto& text :
       {key, std::string("nonsense"), public_key.substr(0, 60), public_key + "00", std::string()}) {
    INFO(text);
    write_file(file, text);
    const auto loaded = load_public_key(file);
    REQUIRE_FALSE(loaded);
    CHECK(loaded.error().find("this is not a public key") != std::string::npos);
    CHECK(loaded.error().find(key.substr(30)) == std::string::npos);
  }
  CHECK_FALSE(load_public_key((folder / "missing").string()));
  CHECK_FALSE(signer_of(public_key));
}
