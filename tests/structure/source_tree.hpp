// The project's own files, as the structure tests read them.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace fillwright {

struct SourceFile {
  std::string path;  // from the project root, with /
  std::string text;
};

// Every file below `folder` ("" is the whole project), sorted by path; build folders, hidden
// folders and what is no text are left out.
std::vector<SourceFile> files_below(const std::string& folder);
// The same, headers and sources only.
std::vector<SourceFile> code_below(const std::string& folder);

// `text` without comments and without what stands in string and character literals.
std::string without_comments_and_literals(std::string_view text);

struct Include {
  std::string path;
  bool is_ours;  // in quotes
};
std::vector<Include> includes_of(const SourceFile& file);

// Whether `word` stands in `code` with no letter, digit or underscore right before it.
bool has_word(std::string_view code, std::string_view word);

}  // namespace fillwright
