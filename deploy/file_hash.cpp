#include "deploy/file_hash.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>

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
  if (found.st_size == 0) return to_hex(Sha256()(""));
  const auto size = static_cast<std::size_t>(found.st_size);
  auto* bytes = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.get(), 0);
  if (bytes == MAP_FAILED) return cannot();
  ::madvise(bytes, size, MADV_SEQUENTIAL);
  auto hash = to_hex(Sha256()({static_cast<const char*>(bytes), size}));
  ::munmap(bytes, size);
  return hash;
}

}  // namespace fillwright
