// Ed25519 signatures (RFC 8032) by libsodium. Keys as text are one line of a word and 64 digits:
//   fillwright-signing-key:<the 32 bytes of the seed, hex>    private
//   fillwright-public-key:<the 32 bytes of the public key, hex>
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "actors/ports/signer.hpp"

namespace fillwright {

// A new signing key, from the operating system's randomness.
std::string make_signing_key();

// The error is a sentence that never shows a private key.
tl::expected<std::unique_ptr<Signer>, std::string> signer_of(std::string_view signing_key);
tl::expected<std::unique_ptr<SignatureCheck>, std::string> check_of(std::string_view public_key);

// The public key that belongs to a signing key, as text.
tl::expected<std::string, std::string> public_key_of(std::string_view signing_key);

// Whether it looks like a public key's text, right or wrong.
bool is_public_key_text(std::string_view text);

}  // namespace fillwright
