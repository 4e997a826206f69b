// `config example`: every value explained, from the list of keys.
#include <algorithm>

#include "adapters/config/configuration.hpp"
#include "adapters/config/keys.hpp"

namespace fillwright {
namespace {

constexpr std::size_t widest = 98;

void add_comment(std::string& out, const std::string& text) {
  std::string line = "#";
  for (std::size_t from = 0; from < text.size();) {
    const auto end = std::min(text.find(' ', from), text.size());
    if (line.size() + 1 + end - from > widest && line.size() > 1) {
      out += line + "\n";
      line = "#";
    }
    line += " " + text.substr(from, end - from);
    from = end + 1;
  }
  out += line + "\n";
}

std::string section_of(const std::string& key) { return key.substr(0, key.rfind('.')); }

void add_section(std::string& out, const SectionText& section) {
  out += "\n";
  add_comment(out, section.explanation);
  out += "[" + section.name + "]\n";
  for (const auto& key : setting_keys()) {
    if (section_of(key.name) != section.name) continue;
    out += "\n";
    add_comment(out, key.explanation);
    add_comment(out, "Expected: " + key.expected + ". Environment: " + environment_name(key.name) +
                         (key.also_named.empty() ? "" : " or " + key.also_named) + ".");
    out += key.name.substr(section.name.size() + 1) + " = " + key.sample + "\n";
  }
}

template <class Object>
void add_sample_table(std::string& out, const std::string& header,
                      const std::vector<Key<Object>>& keys, const std::string& skipped) {
  out += "#[" + header + "]\n";
  for (const auto& key : keys) {
    if (key.explanation == skipped) continue;
    add_comment(out, key.explanation + " Expected: " + key.expected + ".");
    out += "#" + key.name + " = " + key.sample + "\n";
  }
}

}  // namespace

std::string example_configuration() {
  std::string out =
      "# Every value with its default. Leave out what you do not change. Each can be overridden "
      "by\n"
      "# the environment variable named beside it. Lines that begin with # and no space are "
      "examples.\n";
  for (const auto& section : sections()) add_section(out, section);
  out += "\n";
  add_comment(out, "What is different for one caller; all of it may be left out.");
  add_sample_table(out, "callers.alice", override_keys(), "Channels only.");
  out += "\n";
  add_comment(out, "What is different in one channel; the caller's own value wins.");
  add_sample_table(out, "channels.\"options room\"", override_keys(), "");
  out += "\n";
  add_comment(out, "A price policy of your own, for price.entry_policy and the like.");
  add_sample_table(out, "policies.my_walk", policy_keys(), "");
  out += "\n";
  add_comment(out,
              "Secrets come from the environment, from files, or from here; the files, this one "
              "included, must then be readable by their owner only.");
  out += "#[secrets]\n";
  for (const auto& key : secret_keys()) {
    add_comment(out, key.explanation + " Environment: " + key.environment + ".");
    out += "#" + key.name + "_file = \"" + key.name + ".secret\"\n";
  }
  return out;
}

}  // namespace fillwright
