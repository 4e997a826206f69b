#include "deploy/file_hash.hpp"

#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <memory>

#include "actors/journal/checksums.hpp"
#include "adapters/rocksdb/journal_folder.hpp"

namespace fillwright {

tl::expected<std::string, std::string> sha256_of_file(const std::filesystem::path& path) {
  const auto cannot = [&] {
    return tl::unexpected("cannot read " + path.string() + ": " + std::strerror(errno));
  };
  const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat found {};
  if (!file.is_open() || ::fstat(file.get(), &found) != 0) return cannot();
  if (!S_ISREG(found.st_mode)) return tl::unexpected(path.string() + " is no file");
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                        EVP_MD_CTX_free);
  bool is_done = context && EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) == 1;
  std::array<char, 1 << 16> piece;
  while (is_done) {
    const auto count = ::read(file.get(), piece.data(), piece.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return cannot();
    if (count == 0) break;
    is_done = EVP_DigestUpdate(context.get(), piece.data(), static_cast<std::size_t>(count)) == 1;
  }
  std::string hash(32, '\0');
  unsigned size = 0;
  is_done =
      is_done &&
      EVP_DigestFinal_ex(context.get(), reinterpret_cast<unsigned char*>(hash.data()), &size) == 1;
  if (!is_done || size != hash.size()) std::abort();  // nothing is named without its hash
  return to_hex(hash);
}

}  // namespace fillwright
