#include "adapters/sodium/ed25519.hpp"

#include <sodium.h>

#include <array>
#include <cstdlib>

#include "actors/journal/checksums.hpp"

namespace fillwright {
namespace {

constexpr std::string_view signing_prefix = "fillwright-signing-key:";
constexpr std::string_view public_prefix = "fillwright-public-key:";
constexpr std::size_t key_id_size = 8;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

void start_library() {
  if (sodium_init() < 0) std::abort();  // no randomness: nothing may be signed
}

// The bytes of a key of this kind.
tl::expected<std::string, std::string> read_key(std::string_view text, std::string_view prefix,
                                                std::size_t size, const char* kind) {
  const auto wrong = [&](const char* why) {
    return tl::unexpected(std::string("this is not a ") + kind + ": " + why);
  };
  if (!text.starts_with(prefix)) {
    if (text.starts_with(signing_prefix)) return wrong("it is a signing key, which is private");
    if (text.starts_with(public_prefix)) return wrong("it is a public key");
    return wrong("it does not begin as one that `fillwright keys` writes");
  }
  auto bytes = from_hex(text.substr(prefix.size()));
  if (!bytes || bytes->size() != size) return wrong("expected 64 digits 0-9, a-f behind the colon");
  return std::move(*bytes);
}

class PublicKey : public Signer {
 public:
  explicit PublicKey(std::string key) : key_(std::move(key)) {}
  std::string key_id() const override { return Sha256()(key_).substr(0, key_id_size); }
  bool is_right(std::string_view message, std::string_view signature) const override {
    return signature.size() == crypto_sign_BYTES &&
           crypto_sign_verify_detached(bytes_of(signature), bytes_of(message), message.size(),
                                       bytes_of(std::string_view(key_))) == 0;
  }
  std::string sign(std::string_view) const override { std::abort(); }

 private:
  std::string key_;
};

struct KeyPair {
  std::string public_key = std::string(crypto_sign_PUBLICKEYBYTES, '\0');
  std::string secret = std::string(crypto_sign_SECRETKEYBYTES, '\0');

  explicit KeyPair(std::string_view seed) {
    crypto_sign_seed_keypair(bytes_of(public_key), bytes_of(secret), bytes_of(seed));
  }
};

class SigningKey final : public PublicKey {
 public:
  explicit SigningKey(KeyPair pair)
      : PublicKey(std::move(pair.public_key)), secret_(std::move(pair.secret)) {}
  SigningKey(const SigningKey&) = delete;
  SigningKey& operator=(const SigningKey&) = delete;
  ~SigningKey() override { sodium_memzero(secret_.data(), secret_.size()); }
  std::string sign(std::string_view message) const override {
    std::string signature(crypto_sign_BYTES, '\0');
    crypto_sign_detached(bytes_of(signature), nullptr, bytes_of(message), message.size(),
                         bytes_of(std::string_view(secret_)));
    return signature;
  }

 private:
  std::string secret_;
};

tl::expected<KeyPair, std::string> key_pair_of(std::string_view signing_key) {
  start_library();
  auto seed = read_key(signing_key, signing_prefix, crypto_sign_SEEDBYTES, "signing key");
  if (!seed) return tl::unexpected(seed.error());
  KeyPair pair(*seed);
  sodium_memzero(seed->data(), seed->size());
  return pair;
}

}  // namespace

std::string make_signing_key() {
  start_library();
  std::array<char, crypto_sign_SEEDBYTES> seed;
  randombytes_buf(seed.data(), seed.size());
  auto text = std::string(signing_prefix) + to_hex({seed.data(), seed.size()});
  sodium_memzero(seed.data(), seed.size());
  return text;
}

tl::expected<std::unique_ptr<Signer>, std::string> signer_of(std::string_view signing_key) {
  auto pair = key_pair_of(signing_key);
  if (!pair) return tl::unexpected(pair.error());
  return std::unique_ptr<Signer>(new SigningKey(std::move(*pair)));
}

tl::expected<std::unique_ptr<SignatureCheck>, std::string> check_of(std::string_view public_key) {
  start_library();
  auto key = read_key(public_key, public_prefix, crypto_sign_PUBLICKEYBYTES, "public key");
  if (!key) return tl::unexpected(key.error());
  return std::unique_ptr<SignatureCheck>(new PublicKey(std::move(*key)));
}

tl::expected<std::string, std::string> public_key_of(std::string_view signing_key) {
  const auto pair = key_pair_of(signing_key);
  if (!pair) return tl::unexpected(pair.error());
  return std::string(public_prefix) + to_hex(pair->public_key);
}

bool is_public_key_text(std::string_view text) { return text.starts_with(public_prefix); }

}  // namespace fillwright
