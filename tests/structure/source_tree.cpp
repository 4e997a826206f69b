#include "tests/structure/source_tree.hpp"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>

#include "tests/support/places.hpp"

namespace fillwright {

namespace {

namespace fs = std::filesystem;

bool is_skipped(const fs::path& folder) {
  const auto name = folder.filename().string();
  return name.starts_with("build") || (name.starts_with(".") && name != ".ci");
}

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

bool is_code(const std::string& path) { return path.ends_with(".hpp") || path.ends_with(".cpp"); }

}  // namespace

std::vector<SourceFile> files_below(const std::string& folder) {
  const fs::path root = fillwright::test::source_folder();
  std::vector<SourceFile> files;
  auto entry = fs::recursive_directory_iterator(root / folder);
  for (; entry != fs::recursive_directory_iterator(); ++entry) {
    if (entry->is_directory()) {
      if (is_skipped(entry->path())) entry.disable_recursion_pending();
      continue;
    }
    if (!entry->is_regular_file() || entry->path().filename() == ".git") continue;
    auto text = read(entry->path());
    if (text.find('\0') != std::string::npos) continue;
    files.push_back({fs::relative(entry->path(), root).generic_string(), std::move(text)});
  }
  std::sort(files.begin(), files.end(),
            [](const SourceFile& a, const SourceFile& b) { return a.path < b.path; });
  return files;
}

std::vector<SourceFile> code_below(const std::string& folder) {
  auto files = files_below(folder);
  std::erase_if(files, [](const SourceFile& file) { return !is_code(file.path); });
  return files;
}

std::string without_comments_and_literals(std::string_view text) {
  std::string code;
  std::size_t at = 0;
  const auto skip_to = [&](std::string_view end, std::size_t from) {
    const auto found = text.find(end, from);
    at = found == std::string_view::npos ? text.size() : found + end.size();
  };
  while (at < text.size()) {
    const auto rest = text.substr(at);
    if (rest.starts_with("//")) {
      skip_to("\n", at);
      code += '\n';
    } else if (rest.starts_with("/*")) {
      skip_to("*/", at + 2);
      code += ' ';
    } else if (rest.starts_with("R\"")) {
      const auto open = text.find('(', at);
      if (open == std::string_view::npos) break;
      skip_to(')' + std::string(text.substr(at + 2, open - at - 2)) + '"', open);
      code += "\"\"";
    } else if (rest[0] == '"' ||
               (rest[0] == '\'' && (code.empty() || !std::isalnum(code.back() & 0x7f)))) {
      const char quote = rest[0];
      for (++at; at < text.size() && text[at] != quote; ++at) at += text[at] == '\\' ? 1 : 0;
      at = std::min(at + 1, text.size());
      code += quote;
      code += quote;
    } else {
      code += rest[0];  // ' after a digit or letter groups the digits of a number
      ++at;
    }
  }
  return code;
}

std::vector<Include> includes_of(const SourceFile& file) {
  std::vector<Include> includes;
  for (std::size_t at = 0; (at = file.text.find("#include ", at)) != std::string::npos; ++at) {
    const auto open = at + 9;
    const char end = open < file.text.size() && file.text[open] == '<' ? '>' : '"';
    const auto close = file.text.find(end, open + 1);
    if (close == std::string::npos || (at > 0 && file.text[at - 1] != '\n')) continue;
    includes.push_back({file.text.substr(open + 1, close - open - 1), end == '"'});
  }
  return includes;
}

bool has_word(std::string_view code, std::string_view word) {
  for (std::size_t at = 0; (at = code.find(word, at)) != std::string_view::npos; ++at) {
    if (at == 0 || !(std::isalnum(code[at - 1] & 0x7f) || code[at - 1] == '_')) return true;
  }
  return false;
}

}  // namespace fillwright
