#include "adapters/sodium/key_files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "adapters/config/secret_files.hpp"
#include "adapters/sodium/ed25519.hpp"

namespace fillwright {
namespace {

namespace fs = std::filesystem;

// The journal's folder that `file` would lie in; empty: none.
std::string journal_around(const std::string& file) {
  std::error_code error;
  for (auto folder = fs::weakly_canonical(fs::absolute(file), error).parent_path();
       folder.has_relative_path(); folder = folder.parent_path())
    if (fs::exists(folder / "FILLWRIGHT", error)) return folder.string();
  return {};
}

bool write_new_file(const std::string& file, std::string_view text) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) return false;
  // The umask may have taken our own right away, never given one to others.
  const bool is_done =
      ::fchmod(descriptor, 0600) == 0 &&
      ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
      ::fsync(descriptor) == 0;
  const int error = errno;
  ::close(descriptor);
  if (!is_done) ::unlink(file.c_str());
  errno = error;
  return is_done;
}

}  // namespace

tl::expected<std::string, std::string> create_signing_key_file(const std::string& file) {
  if (const auto journal = journal_around(file); !journal.empty())
    return tl::unexpected(file + " would lie in the journal " + journal +
                          "; expected a place apart from it");
  const auto key = make_signing_key();
  if (!write_new_file(file, key + "\n"))
    return tl::unexpected(errno == EEXIST
                              ? file + " exists and is not overwritten; expected a new file"
                              : file + " cannot be written: " + std::strerror(errno));
  return public_key_of(key);
}

tl::expected<std::string, std::string> public_key_of_file(const std::string& file) {
  const auto key = read_secret_file(file);
  if (!key) return tl::unexpected(file + ": " + key.error());
  auto text = public_key_of(*key);
  if (!text) return tl::unexpected(file + ": " + text.error());
  return text;
}

tl::expected<std::unique_ptr<SignatureCheck>, std::string> load_public_key(const std::string& key) {
  if (is_public_key_text(key)) return check_of(key);
  constexpr std::size_t longest = 4096;
  auto content = read_small_file(key, longest);
  if (!content) return tl::unexpected("the key " + key + ": " + content.error());
  content->resize(std::min(content->find_first_of("\r\n"), content->size()));
  auto check = check_of(*content);
  if (!check) return tl::unexpected("the key " + key + ": " + check.error());
  return check;
}

}  // namespace fillwright
