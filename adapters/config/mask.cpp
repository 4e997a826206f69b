#include "adapters/config/mask.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdlib>
#include <memory>
#include <mutex>

namespace fillwright {
namespace {

constexpr std::size_t shortest_secret = 4;

struct Registry {
  std::mutex mutex;
  std::atomic<std::uint64_t> generation = 0;  // counts what was added
  std::vector<std::string> secrets;           // longest first: one may be a part of another
};
Registry& registry() {
  static Registry instance;
  return instance;
}

struct Rule {
  std::unique_ptr<RE2> pattern;
  const char* replacement;
  Rule(const char* text, const char* with)
      : pattern(std::make_unique<RE2>(text, options())), replacement(with) {
    if (!pattern->ok()) std::abort();
  }
  static RE2::Options options() {
    RE2::Options each;
    each.set_encoding(RE2::Options::EncodingLatin1);  // any bytes
    each.set_case_sensitive(false);
    each.set_log_errors(false);
    return each;
  }
};

// Pattern and what comes in its place.
constexpr std::array<std::array<const char*, 2>, 6> rule_texts = {{
    {R"((authorization"?\s*[:=]\s*"?(?:bearer |basic |bot )?)[^\s",;]+)", R"(\1***)"},
    {R"(\b(bearer|bot)\s+[a-z0-9._~+/=-]{16,})", R"(\1 ***)"},
    {R"(([a-z0-9_-]*(?:password|passwd|secret|token|api[_-]?key)[a-z0-9_-]*"?\s*[:=]\s*))"
     R"((?:"[^"]*"|'[^']*'|[^\s"',;&}]+))",
     R"(\1***)"},
    {R"(\b[mno][a-z0-9_-]{22,28}\.[a-z0-9_-]{6,7}\.[a-z0-9_-]{25,45})", "***"},
    {R"(\beyj[a-z0-9_-]{8,}\.[a-z0-9_-]+\.[a-z0-9_-]*)", "***"},
    {R"((://[^\s/:@]*:)[^\s/@]+@)", R"(\1***@)"},
}};
// No rule fits less; without a colon or an equals sign none fits less than the second.
constexpr std::size_t shortest_match = 6;           // "://:x@"
constexpr std::size_t shortest_without_colon = 14;  // "eyJ", eight more, ".", one, "."

const std::vector<Rule>& rules() {
  static const std::vector<Rule> all = [] {
    std::vector<Rule> made;
    for (const auto& [pattern, replacement] : rule_texts) made.emplace_back(pattern, replacement);
    return made;
  }();
  return all;
}

// Finds what any of the rules would.
const RE2& any_rule() {
  static const Rule all = [] {
    std::string either;
    for (const auto& [pattern, replacement] : rule_texts)
      either += (either.empty() ? "(?:" : "|(?:") + std::string(pattern) + ")";
    return Rule(either.c_str(), "");
  }();
  return *all.pattern;
}

void replace_all(std::string& text, const std::string& what) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 3))
    text.replace(at, what.size(), "***");
}

}  // namespace

void add_secret(std::string_view value) {
  if (value.size() < shortest_secret) return;
  auto& known = registry();
  const std::lock_guard lock(known.mutex);
  if (std::find(known.secrets.begin(), known.secrets.end(), value) != known.secrets.end()) return;
  known.secrets.emplace_back(value);
  std::stable_sort(known.secrets.begin(), known.secrets.end(),
                   [](const auto& a, const auto& b) { return a.size() > b.size(); });
  known.generation.fetch_add(1, std::memory_order_release);
}

std::string mask_secrets(std::string_view text) {
  std::string masked(text);
  {
    auto& known = registry();
    const std::lock_guard lock(known.mutex);
    for (const auto& secret : known.secrets) replace_all(masked, secret);
  }
  for (const auto& rule : rules()) RE2::GlobalReplace(&masked, *rule.pattern, rule.replacement);
  return masked;
}

bool SecretFinder::is_in(std::string_view text) {
  auto& known = registry();
  if (const auto now = known.generation.load(std::memory_order_acquire); now != generation_) {
    const std::lock_guard lock(known.mutex);
    secrets_ = known.secrets;
    generation_ = now;
  }
  for (const auto& secret : secrets_)
    if (text.find(secret) != std::string_view::npos) return true;
  if (text.size() < shortest_match) return false;
  if (text.size() < shortest_without_colon && text.find_first_of(":=") == std::string_view::npos)
    return false;
  return RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), any_rule());
}

}  // namespace fillwright
