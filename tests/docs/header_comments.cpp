#include "tests/docs/header_comments.hpp"

#include <algorithm>
#include <sstream>

namespace fillwright::docs {
namespace {

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

void append_words(std::string& text, std::string_view words) {
  if (words.empty()) return;
  if (!text.empty()) text += ' ';
  text += words;
}

struct Line {
  std::string_view code;
  std::string_view comment;
  bool has_comment = false;
  std::size_t indent = 0;
};

// Our event headers have no "//" inside text.
Line split(std::string_view line) {
  Line parts;
  const auto start = line.find("//");
  parts.has_comment = start != std::string_view::npos;
  parts.code = trimmed(line.substr(0, start));
  if (parts.has_comment) parts.comment = trimmed(line.substr(start + 2));
  parts.indent = std::min(line.find_first_not_of(' '), line.size());
  return parts;
}

// "struct Reading {" gives Reading; so does "enum class Reading : std::uint8_t {".
std::string type_declared(std::string_view code) {
  for (const std::string_view start : {"enum class ", "struct "}) {
    if (!code.starts_with(start) || code.find('{') == std::string_view::npos) continue;
    const auto rest = code.substr(start.size());
    return std::string(rest.substr(0, rest.find_first_of(" :{")));
  }
  return {};
}

// "std::vector<Price> targets = {};" gives targets, "open = 2," gives open; empty when it is
// neither.
std::string member_declared(std::string_view code) {
  if (code.starts_with("static ") || code.find('(') < code.find('=')) return {};
  auto name = trimmed(code.substr(0, code.find_first_of("=;,{")));
  if (const auto space = name.find_last_of(' '); space != std::string_view::npos)
    name.remove_prefix(space + 1);
  return std::string(name);
}

// Walks the lines of one header.
class Reader {
 public:
  HeaderComments comments;

  void read(std::string_view text) {
    const auto line = split(text);
    if (type_.empty())
      read_outside(line);
    else
      read_inside(line);
  }

 private:
  void read_outside(const Line& line) {
    if (line.code.empty() && line.has_comment) {
      append_words(pending_, line.comment);
      return;
    }
    if (!has_seen_code_ && !line.code.empty()) comments.file = pending_;
    has_seen_code_ = has_seen_code_ || !line.code.empty();
    const auto type = type_declared(line.code);
    if (!type.empty()) {
      comments.types[type] = pending_;
      const bool is_one_line = line.code.ends_with("};");
      if (!is_one_line) type_ = type;
      is_enum_ = line.code.starts_with("enum");
    }
    pending_.clear();
    member_.clear();
  }

  void read_inside(const Line& line) {
    if (line.code.starts_with("}")) {
      type_.clear();
      pending_.clear();
      return;
    }
    if (line.code.empty()) {
      const bool continues = line.indent > 2 && !member_.empty();
      append_words(continues ? comments.members[type_ + '.' + member_] : pending_, line.comment);
      return;
    }
    append_words(statement_, line.code);
    if (!statement_.ends_with(';') && !statement_.ends_with(',')) return;
    member_ = member_declared(statement_);
    statement_.clear();
    if (!member_.empty()) {
      auto& comment = comments.members[type_ + '.' + member_];
      if (!is_enum_) comment = pending_;  // among enumerators it is a heading
      append_words(comment, line.comment);
    }
    pending_.clear();
  }

  std::string type_;  // whose braces we are in
  bool is_enum_ = false;
  std::string member_;
  std::string statement_;
  std::string pending_;  // comment lines that belong to what comes next
  bool has_seen_code_ = false;
};

}  // namespace

HeaderComments read_header_comments(std::string_view source) {
  Reader reader;
  std::istringstream lines{std::string(source)};
  for (std::string line; std::getline(lines, line);) reader.read(line);
  return reader.comments;
}

}  // namespace fillwright::docs
