#include "adapters/config/secret_files.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

namespace fillwright {

std::string owner_only_problem(const std::string& file) {
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0) return "it cannot be read";
  if (status.st_uid != ::geteuid() && status.st_uid != 0)
    return "it belongs to another user; expected your own";
  if ((status.st_mode & 077) != 0)
    return "others may read or write it; expected owner-only permission (chmod 600)";
  return {};
}

tl::expected<std::string, std::string> read_small_file(const std::string& file,
                                                       std::size_t longest) {
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0)
    return tl::unexpected(std::string("there is no such file"));
  if (!S_ISREG(status.st_mode)) return tl::unexpected(std::string("it is not a regular file"));
  std::ifstream in(file, std::ios::binary);
  std::string content(longest + 1, '\0');
  in.read(content.data(), static_cast<std::streamsize>(content.size()));
  if (in.bad() || (!in.eof() && in.fail())) return tl::unexpected(std::string("it cannot be read"));
  content.resize(static_cast<std::size_t>(in.gcount()));
  if (content.size() > longest)
    return tl::unexpected("it has more than " + std::to_string(longest) + " bytes");
  return content;
}

tl::expected<std::string, std::string> read_secret_file(const std::string& file) {
  if (auto problem = owner_only_problem(file); !problem.empty()) return tl::unexpected(problem);
  constexpr std::size_t longest = 4096;
  auto content = read_small_file(file, longest);
  if (!content) return content;
  content->resize(std::min(content->find_first_of("\r\n"), content->size()));
  if (content->empty()) return tl::unexpected(std::string("its first line is empty"));
  return content;
}

}  // namespace fillwright
