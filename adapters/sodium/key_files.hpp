// Keys in files: the private one for its owner's eyes only, the public one for everybody.
#pragma once

#include <memory>
#include <string>
#include <tl/expected.hpp>

#include "actors/ports/signer.hpp"

namespace fillwright {

// Makes a signing key, writes it into a new file that only its owner can read, synced, and returns
// its public key as text. Refused, with a sentence: the file exists; it would lie in the folder of
// a journal, where whoever takes the journal would have the key, too.
tl::expected<std::string, std::string> create_signing_key_file(const std::string& file);
// The public key of the signing key in that file, as text. Refused when others may read the file.
tl::expected<std::string, std::string> public_key_of_file(const std::string& file);

// `key`: a public key's text, or a file that holds it.
tl::expected<std::unique_ptr<SignatureCheck>, std::string> load_public_key(const std::string& key);

}  // namespace fillwright
