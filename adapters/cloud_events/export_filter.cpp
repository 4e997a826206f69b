#include "adapters/cloud_events/export_filter.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <cctype>
#include <cstdlib>

#include "events/json_writer.hpp"
#include "events/value_text.hpp"

namespace fillwright {
namespace {

constexpr std::size_t most_hashes = 4096;  // kept; then they are made anew
constexpr std::string_view caller_principal = "caller:";
constexpr std::string_view caller_stream = "caller/";

bool is_of_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// Puts `with` in place of `word`, where no letter, digit or underscore is beside it.
void replace_word(std::string& text, std::string_view word, std::string_view with) {
  if (word.empty()) return;
  for (auto at = text.find(word); at != std::string::npos;) {
    const auto end = at + word.size();
    const bool goes_on = (at > 0 && is_of_word(text[at - 1]) && is_of_word(word.front())) ||
                         (end < text.size() && is_of_word(text[end]) && is_of_word(word.back()));
    if (!goes_on) text.replace(at, word.size(), with);
    at = text.find(word, goes_on ? at + 1 : at + with.size());
  }
}

}  // namespace

std::string hashed_author(std::string_view key, std::string_view id) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  if (!HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
            reinterpret_cast<const unsigned char*>(id.data()), id.size(), digest.data(), &size))
    std::abort();  // it would leave as it is
  std::string hash;
  append_hex(hash, {reinterpret_cast<const char*>(digest.data()), 16});
  return hash;
}

const std::string& ExportFilter::hash_of(std::string_view id) {
  if (hashes_.size() >= most_hashes) hashes_.clear();
  auto& hash = hashes_[std::string(id)];
  if (hash.empty()) hash = hashed_author(key_, id);
  return hash;
}

void ExportFilter::set_principal(std::string_view principal) {
  caller_.clear();
  if (key_.empty() || !principal.starts_with(caller_principal)) return;
  caller_ = principal.substr(caller_principal.size());
  caller_in_json_ = json_string(caller_);
  caller_in_json_ = caller_in_json_.substr(1, caller_in_json_.size() - 2);
}

std::string ExportFilter::hide_principal(std::string text) {
  const auto& hash = hash_of(caller_);
  replace_word(text, caller_, hash);
  if (caller_in_json_ != caller_) replace_word(text, caller_in_json_, hash);
  return text;
}

std::string_view ExportFilter::text(std::string_view text) {
  if (!key_.empty()) {
    for (const auto prefix : {caller_principal, caller_stream}) {
      if (!text.starts_with(prefix)) continue;
      space_ = std::string(prefix) + hash_of(text.substr(prefix.size()));
      return space_;
    }
    const auto has = [&](const std::string& word) {
      return text.find(word) != std::string_view::npos;
    };
    if (!caller_.empty() && (has(caller_) || has(caller_in_json_))) {
      space_ = hide_principal(std::string(text));
      text = space_;
    }
  }
  if (!finder_.is_in(text)) return text;
  space_ = mask_secrets(text);
  return space_;
}

std::string_view ExportFilter::person(std::string_view id) {
  if (key_.empty()) return text(id);
  return id.empty() ? id : std::string_view(hash_of(id));
}

}  // namespace fillwright
