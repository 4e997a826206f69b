#include "adapters/config/environment.hpp"

#include <algorithm>
#include <array>

#include "adapters/config/keys.hpp"
#include "adapters/config/mask.hpp"
#include "adapters/config/nearest.hpp"
#include "adapters/config/toml_reader.hpp"
#include "adapters/config/value_kinds.hpp"

extern char** environ;  // NOLINT: POSIX has no header for it

namespace fillwright {
namespace {

const char* const source = "environment";

const std::string* find(const Environment& environment, const std::string& name) {
  const auto found = environment.find(name);
  return found == environment.end() ? nullptr : &found->second;
}

// As plain text; where that is not understood, as TOML (lists of tables).
bool read_text(const Key<Configuration>& key, const std::string& text, Configuration& into) {
  RawValue raw;
  raw.kind = RawValue::Kind::text;
  raw.text = text;
  if (key.read(into, raw)) return true;
  if (text.find('\n') != std::string::npos) return false;
  const auto document = read_toml("value = " + text, source);
  return document.mistakes.empty() && document.root.fields.size() == 1 &&
         key.read(into, document.root.fields.front().second);
}

void apply_own_names(const Environment& environment, LoadedConfiguration& loaded) {
  std::vector<std::string> known = {"FILLWRIGHT_CONFIG"};
  for (const auto& key : setting_keys()) {
    known.push_back(environment_name(key.name));
    const auto* text = find(environment, known.back());
    if (text && !read_text(key, *text, loaded.configuration))
      loaded.mistakes.push_back({source, 0,
                                 known.back() + " is \"" + mask_secrets(*text).substr(0, 60) +
                                     "\"; expected " + key.expected});
  }
  for (const auto& [name, value] : environment) {
    if (name.rfind("FILLWRIGHT_", 0) != 0 ||
        std::find(known.begin(), known.end(), name) != known.end())
      continue;
    const auto nearest = nearest_name(name, known);
    loaded.notes.push_back({source, 0,
                            name + " is not known and was not used" +
                                (nearest.empty() ? "" : "; did you mean " + nearest + "?")});
  }
}

// Ids that make no sense are left out: fewer may do something, never more.
void apply_allowlist(const Environment& environment, const std::string& name,
                     const std::string& key_name, LoadedConfiguration& loaded) {
  const auto* text = find(environment, name);
  if (!text) return;
  if (find(environment, environment_name(key_name))) {
    loaded.notes.push_back(
        {source, 0, name + " was not used: " + environment_name(key_name) + " is set, too"});
    return;
  }
  const auto key = std::find_if(setting_keys().begin(), setting_keys().end(),
                                [&](const auto& each) { return each.name == key_name; });
  RawValue ids;
  ids.kind = RawValue::Kind::list;
  std::size_t left_out = 0;
  for (std::size_t from = 0; from <= text->size();) {
    const auto end = std::min(text->find(',', from), text->size());
    RawValue id;
    id.kind = RawValue::Kind::text;
    id.text = text->substr(from, end - from);
    const auto first = id.text.find_first_not_of(" \t");
    id.text = first == std::string::npos
                  ? ""
                  : id.text.substr(first, id.text.find_last_not_of(" \t") - first + 1);
    from = end + 1;
    if (id.text.empty()) continue;
    RawValue alone;
    alone.kind = RawValue::Kind::list;
    alone.items = {id};
    const bool has_space = id.text.find_first_of(" \t*") != std::string::npos;
    if (has_space || !texts_of(alone))
      ++left_out;
    else
      ids.items.push_back(id);
  }
  if (left_out > 0)
    loaded.notes.push_back({source, 0,
                            name + ": " + std::to_string(left_out) +
                                " of its entries are no ids and were left out; expected ids with "
                                "commas between them"});
  key->read(loaded.configuration, ids);
}

// True when set and not a clear "no": the safe reading of nonsense.
bool is_wanted(const Environment& environment, const std::string& name,
               LoadedConfiguration& loaded) {
  const auto* text = find(environment, name);
  if (!text) return false;
  std::string lower;
  for (const char c : *text) lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  constexpr std::array<std::string_view, 5> yes = {"true", "1", "yes", "on", "y"};
  constexpr std::array<std::string_view, 5> no = {"false", "0", "no", "off", "n"};
  if (std::find(no.begin(), no.end(), lower) != no.end()) return false;
  if (std::find(yes.begin(), yes.end(), lower) == yes.end())
    loaded.notes.push_back({source, 0,
                            name + " is \"" + mask_secrets(*text).substr(0, 60) +
                                "\"; expected true or false; taken as true, which is safe"});
  return true;
}

// They can only make the mode safer: live → sandbox → dry run. Paper stays paper.
void apply_modes(const Environment& environment, LoadedConfiguration& loaded) {
  const bool is_sandbox = is_wanted(environment, "TASTYTRADE_USE_SANDBOX", loaded);
  const bool is_dry_run = is_wanted(environment, "TASTYTRADE_DRY_RUN", loaded);
  auto& mode = loaded.configuration.settings.mode;
  if (is_sandbox && mode == Mode::live) mode = Mode::sandbox;
  if (is_dry_run && (mode == Mode::live || mode == Mode::sandbox)) mode = Mode::dry_run;
}

void apply_secrets(const Environment& environment, LoadedConfiguration& loaded) {
  constexpr std::size_t shortest = 16, longest = 4096;
  for (const auto& key : secret_keys()) {
    const auto* text = find(environment, key.environment);
    if (!text) continue;
    add_secret(*text);
    const bool is_printable = std::all_of(text->begin(), text->end(), [](char c) {
      return static_cast<unsigned char>(c) > 0x20 && static_cast<unsigned char>(c) < 0x7f;
    });
    if (text->size() < shortest || text->size() > longest || !is_printable) {
      loaded.secrets.erase(key.name);
      loaded.notes.push_back({source, 0,
                              key.environment + " makes no sense; expected " +
                                  std::to_string(shortest) + " to " + std::to_string(longest) +
                                  " letters without spaces; taken as not given, which is safe"});
    } else {
      loaded.secrets[key.name] = *text;
    }
  }
}

}  // namespace

Environment process_environment() {
  Environment environment;
  for (char** each = environ; each && *each; ++each) {
    const std::string line = *each;
    if (const auto equals = line.find('='); equals != std::string::npos)
      environment[line.substr(0, equals)] = line.substr(equals + 1);
  }
  return environment;
}

void apply_environment(const Environment& environment, LoadedConfiguration& loaded) {
  apply_own_names(environment, loaded);
  for (const auto& key : setting_keys())
    if (!key.also_named.empty()) apply_allowlist(environment, key.also_named, key.name, loaded);
  apply_modes(environment, loaded);
  apply_secrets(environment, loaded);
}

}  // namespace fillwright
