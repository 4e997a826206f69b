#include "adapters/config/toml_reader.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <sstream>
#include <toml.hpp>

namespace fillwright {
namespace {

constexpr int most_syntax_mistakes = 20;
constexpr int deepest_nesting = 32;         // toml11 recurses: this bounds its stack
constexpr std::size_t longest_line = 4000;  // and so does this, for dotted keys

// The token of a number exactly as in the file: toml11 keeps its line and column.
std::string source_text(const toml::value& value) {
  const auto location = value.location();
  const auto& line = location.line_str();
  const auto from = static_cast<std::size_t>(location.column()) - 1;
  return from < line.size() ? line.substr(from, location.region()) : std::string();
}

RawValue to_raw(const toml::value& value) {
  RawValue raw;
  raw.line = static_cast<int>(value.location().line());
  switch (value.type()) {
    case toml::value_t::string:
      raw.kind = RawValue::Kind::text;
      raw.text = value.as_string().str;
      break;
    case toml::value_t::integer:
    case toml::value_t::floating:
      raw.kind = RawValue::Kind::number;
      raw.text = source_text(value);
      break;
    case toml::value_t::boolean:
      raw.kind = RawValue::Kind::boolean;
      raw.text = value.as_boolean() ? "true" : "false";
      break;
    case toml::value_t::array:
      raw.kind = RawValue::Kind::list;
      for (const auto& item : value.as_array()) raw.items.push_back(to_raw(item));
      break;
    case toml::value_t::table: {
      raw.kind = RawValue::Kind::table;
      const std::map<std::string, toml::value> sorted(value.as_table().begin(),
                                                      value.as_table().end());
      for (const auto& [name, field] : sorted) raw.fields.emplace_back(name, to_raw(field));
      break;
    }
    default:
      raw.text = source_text(value);
  }
  return raw;
}

// Where brackets are nested too deeply for a recursive parser. Knows strings and comments.
std::optional<int> too_deep_line(std::string_view text) {
  int line = 1, depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\n') {
      ++line;
    } else if (c == '#') {
      while (i + 1 < text.size() && text[i + 1] != '\n') ++i;
    } else if (c == '"' || c == '\'') {
      const std::string_view quote =
          text.substr(i, 3) == std::string(3, c) ? text.substr(i, 3) : text.substr(i, 1);
      for (i += quote.size(); i < text.size() && text.substr(i, quote.size()) != quote; ++i) {
        if (c == '"' && text[i] == '\\' && i + 1 < text.size()) ++i;
        if (text[i] != '\n') continue;
        ++line;
        if (quote.size() == 1) break;  // a string that is not closed ends with its line
      }
      i += quote.size() - 1;
    } else if (c == '[' || c == '{') {
      if (++depth > deepest_nesting) return line;
    } else if (c == ']' || c == '}') {
      depth = std::max(0, depth - 1);
    }
  }
  return std::nullopt;
}

bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto first = static_cast<unsigned char>(text[i]);
    const int more = first < 0x80                    ? 0
                     : first >= 0xc2 && first < 0xe0 ? 1
                     : first >= 0xe0 && first < 0xf0 ? 2
                     : first >= 0xf0 && first < 0xf5 ? 3
                                                     : -1;
    if (more < 0 || i + static_cast<std::size_t>(more) >= text.size()) return false;
    for (int k = 1; k <= more; ++k)
      if ((static_cast<unsigned char>(text[i + static_cast<std::size_t>(k)]) & 0xc0) != 0x80)
        return false;
    i += static_cast<std::size_t>(more) + 1;
  }
  return true;
}

// What must not reach the parser, line by line.
std::vector<Mistake> check_bytes(std::string_view text, const std::string& source) {
  if (text.size() > longest_toml)
    return {{source, 0,
             "the file has " + std::to_string(text.size()) + " bytes; expected at most " +
                 std::to_string(longest_toml)}};
  std::vector<Mistake> mistakes;
  int line = 1;
  for (std::size_t from = 0; from <= text.size(); ++line) {
    const auto end = std::min(text.find('\n', from), text.size());
    const auto content = text.substr(from, end - from);
    if (content.size() > longest_line)
      mistakes.push_back({source, line,
                          "the line has " + std::to_string(content.size()) +
                              " bytes; expected at most " + std::to_string(longest_line)});
    else if (!is_utf8(content))
      mistakes.push_back({source, line, "the line is not UTF-8"});
    else if (std::any_of(content.begin(), content.end(), [](char c) {
               const auto byte = static_cast<unsigned char>(c);
               return (byte < 0x20 && c != '\t' && c != '\r') || byte == 0x7f;
             }))
      mistakes.push_back({source, line, "the line has a control character"});
    from = end + 1;
    if (mistakes.size() == most_syntax_mistakes) break;
  }
  if (mistakes.empty())
    if (const auto deep = too_deep_line(text))
      mistakes.push_back(
          {source, *deep,
           "brackets are nested more than " + std::to_string(deepest_nesting) + " deep"});
  return mistakes;
}

// The parser's first line, without its name and prefix.
std::string first_sentence(const std::string& what) {
  auto line = what.substr(0, what.find('\n'));
  for (const std::string_view prefix : {"[error] ", "toml::"})
    if (line.rfind(prefix, 0) == 0) line.erase(0, prefix.size());
  if (const auto colon = line.find(": "); colon != std::string::npos && line.find(' ') > colon)
    line.erase(0, colon + 2);
  return line;
}

void blank_line(std::string& text, int line) {
  std::size_t from = 0;
  for (int i = 1; i < line && from != std::string::npos; ++i) {
    from = text.find('\n', from);
    if (from != std::string::npos) ++from;
  }
  if (from == std::string::npos) return;
  for (auto i = from; i < text.size() && text[i] != '\n'; ++i) text[i] = ' ';
}

}  // namespace

std::string to_text(const Mistake& mistake) {
  return mistake.source + (mistake.line > 0 ? ":" + std::to_string(mistake.line) : "") + ": " +
         mistake.text;
}

TomlDocument read_toml(std::string_view text, const std::string& source) {
  TomlDocument document;
  document.root.kind = RawValue::Kind::table;
  document.mistakes = check_bytes(text, source);
  if (!document.mistakes.empty()) return document;
  std::string rest(text);
  for (int previous = 0; static_cast<int>(document.mistakes.size()) < most_syntax_mistakes;) {
    try {
      std::istringstream in(rest);
      document.root = to_raw(toml::parse(in, source));
      return document;
    } catch (const toml::exception& error) {
      const int line = static_cast<int>(error.location().line());
      if (line == previous) return document;  // leaving it out did not help
      document.mistakes.push_back(
          {source, line, "this is not TOML: " + first_sentence(error.what())});
      blank_line(rest, line);
      previous = line;
    } catch (const std::exception& error) {
      document.mistakes.push_back(
          {source, 0, "the file cannot be read as TOML: " + first_sentence(error.what())});
      return document;
    }
  }
  return document;
}

}  // namespace fillwright
