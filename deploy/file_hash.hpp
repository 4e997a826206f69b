// The SHA-256 of a file's bytes, by which inputs are named wherever they lie.
#pragma once

#include <filesystem>
#include <string>
#include <tl/expected.hpp>

namespace fillwright {

// In hexadecimal, as sha256sum prints it. The error is a sentence with the path.
tl::expected<std::string, std::string> sha256_of_file(const std::filesystem::path& path);

}  // namespace fillwright
