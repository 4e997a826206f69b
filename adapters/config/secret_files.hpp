// Reads files that hold secrets, and only those that nobody else can read.
#pragma once

#include <string>
#include <tl/expected.hpp>

namespace fillwright {

// Nothing when the file is its owner's alone (and the owner is us or root); else what is wrong and
// what to do.
std::string owner_only_problem(const std::string& file);
// The first line. The error is a sentence for people and never shows the content.
tl::expected<std::string, std::string> read_secret_file(const std::string& file);
// The content of a file of at most `longest` bytes.
tl::expected<std::string, std::string> read_small_file(const std::string& file,
                                                       std::size_t longest);

}  // namespace fillwright
