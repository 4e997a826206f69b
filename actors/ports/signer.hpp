// Who signs what a journal is worth, and how a signature is checked. See adapters/sodium.
#pragma once

#include <string>
#include <string_view>

namespace fillwright {

// A public key, and what is signed with the private one that belongs to it.
class SignatureCheck {
 public:
  virtual ~SignatureCheck() = default;
  // Names the public key: the first 8 bytes of its SHA-256.
  virtual std::string key_id() const = 0;
  virtual bool is_right(std::string_view message, std::string_view signature) const = 0;
};

// Threads: any.
class Signer : public SignatureCheck {
 public:
  // 64 bytes.
  virtual std::string sign(std::string_view message) const = 0;
};

}  // namespace fillwright
