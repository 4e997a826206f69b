#include "adapters/config/mask.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <mutex>
#include <vector>

namespace fillwright {
namespace {

constexpr std::size_t shortest_secret = 4;

struct Registry {
  std::mutex mutex;
  std::vector<std::string> secrets;  // longest first: one may be a part of another
};
Registry& registry() {
  static Registry instance;
  return instance;
}

struct Rule {
  RE2 pattern;
  const char* replacement;
  Rule(const char* text, const char* with) : pattern(text, options()), replacement(with) {
    if (!pattern.ok()) std::abort();
  }
  static RE2::Options options() {
    RE2::Options each;
    each.set_encoding(RE2::Options::EncodingLatin1);  // any bytes
    each.set_case_sensitive(false);
    each.set_log_errors(false);
    return each;
  }
};

const std::array<Rule, 6>& rules() {
  static const std::array<Rule, 6> all = {
      Rule{R"((authorization"?\s*[:=]\s*"?(?:bearer |basic |bot )?)[^\s",;]+)", R"(\1***)"},
      Rule{R"(\b(bearer|bot)\s+[a-z0-9._~+/=-]{16,})", R"(\1 ***)"},
      Rule{R"(([a-z0-9_-]*(?:password|passwd|secret|token|api[_-]?key)[a-z0-9_-]*"?\s*[:=]\s*))"
           R"((?:"[^"]*"|'[^']*'|[^\s"',;&}]+))",
           R"(\1***)"},
      Rule{R"(\b[mno][a-z0-9_-]{22,28}\.[a-z0-9_-]{6,7}\.[a-z0-9_-]{25,45})", "***"},
      Rule{R"(\beyj[a-z0-9_-]{8,}\.[a-z0-9_-]+\.[a-z0-9_-]*)", "***"},
      Rule{R"((://[^\s/:@]*:)[^\s/@]+@)", R"(\1***@)"},
  };
  return all;
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
}

std::string mask_secrets(std::string_view text) {
  std::string masked(text);
  {
    auto& known = registry();
    const std::lock_guard lock(known.mutex);
    for (const auto& secret : known.secrets) replace_all(masked, secret);
  }
  for (const auto& rule : rules()) RE2::GlobalReplace(&masked, rule.pattern, rule.replacement);
  return masked;
}

}  // namespace fillwright
