// What must not leave the house with an event: secrets, and, when there is a key, who the callers
// are. An id has the same hash wherever and whenever it is written under the same key.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "adapters/config/mask.hpp"

namespace fillwright {

// Threads: one. What the functions return is valid until the next call.
class ExportFilter {
 public:
  // Empty: ids leave as they are.
  explicit ExportFilter(std::string author_key) : key_(std::move(author_key)) {}

  bool is_hiding_people() const { return !key_.empty(); }

  // Who causes what is written next. When it is a caller, his id is hashed in every text in which
  // it stands as a word: refusals name him.
  void set_principal(std::string_view principal);

  // Any text: what `mask_secrets` hides is "***"; of a caller's stream or principal
  // ("caller/alice", "caller:alice") the id is hashed.
  std::string_view text(std::string_view text);
  // A caller's id.
  std::string_view person(std::string_view id);
  // Whether bytes that are no text may be written.
  bool may_leave(std::string_view bytes) { return key_.empty() && !finder_.is_in(bytes); }

 private:
  const std::string& hash_of(std::string_view id);
  std::string hide_principal(std::string text);

  std::string key_;
  SecretFinder finder_;
  std::unordered_map<std::string, std::string> hashes_;  // looked up, never iterated
  std::string caller_;                                   // of the principal; empty: it is none
  std::string caller_in_json_;                           // as JSON inside a text spells it
  std::string space_;
};

// HMAC-SHA256 of `id` under `key`, its first 16 bytes as hexadecimal digits (RFC 2104 allows to cut
// to half).
std::string hashed_author(std::string_view key, std::string_view id);

}  // namespace fillwright
