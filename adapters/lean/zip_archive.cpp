#include "adapters/lean/zip_archive.hpp"

#include <zip.h>

#include <algorithm>

namespace fillwright {
namespace {

std::string text_of(int code) {
  zip_error_t error;
  zip_error_init_with_code(&error, code);
  std::string text = zip_error_strerror(&error);
  zip_error_fini(&error);
  return text;
}

struct CloseEntry {
  void operator()(zip_file_t* entry) const { zip_fclose(entry); }
};

}  // namespace

void ZipArchive::Discard::operator()(zip* archive) const { zip_discard(archive); }

tl::unexpected<std::string> ZipArchive::bad(const std::string& what) const {
  return tl::unexpected("zip " + path_.string() + ": " + what);
}

tl::expected<ZipArchive, std::string> ZipArchive::open(const std::filesystem::path& path,
                                                       const ZipLimits& limits) {
  ZipArchive archive;
  archive.path_ = path;
  archive.limits_ = limits;
  int code = 0;
  archive.archive_.reset(zip_open(path.c_str(), ZIP_RDONLY, &code));
  if (!archive.archive_) return archive.bad("it cannot be opened: " + text_of(code));
  if (auto listed = archive.list(); !listed) return tl::unexpected(listed.error());
  return archive;
}

tl::expected<void, std::string> ZipArchive::list() {
  const auto count = zip_get_num_entries(archive_.get(), 0);
  if (count < 0 || static_cast<std::uint64_t>(count) > limits_.most_entries)
    return bad("it has " + std::to_string(count) + " entries; expected at most " +
               std::to_string(limits_.most_entries));
  std::uint64_t all = 0;
  for (zip_uint64_t index = 0; index < static_cast<zip_uint64_t>(count); ++index) {
    zip_stat_t stat;
    zip_stat_init(&stat);
    constexpr zip_uint64_t needed = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE;
    if (zip_stat_index(archive_.get(), index, 0, &stat) != 0 || (stat.valid & needed) != needed)
      return bad("entry " + std::to_string(index + 1) + " has no name or no size");
    const std::string name = stat.name;
    if (name.ends_with('/')) continue;
    if (stat.size > limits_.most_entry_bytes)
      return bad("entry " + name + " would unpack to " + std::to_string(stat.size) +
                 " bytes; expected at most " + std::to_string(limits_.most_entry_bytes));
    if (stat.size > limits_.free_bytes && stat.size / limits_.most_ratio > stat.comp_size)
      return bad("entry " + name + " would unpack to more than " +
                 std::to_string(limits_.most_ratio) + " times its size: a zip bomb?");
    all += stat.size;
    if (all > limits_.most_bytes)
      return bad("it would unpack to more than " + std::to_string(limits_.most_bytes) + " bytes");
    entries_.push_back({index, name, stat.size});
  }
  std::sort(entries_.begin(), entries_.end(),
            [](const auto& left, const auto& right) { return left.name < right.name; });
  return {};
}

tl::expected<void, std::string> ZipArchive::read(const ZipEntry& entry, std::string& bytes) const {
  const std::unique_ptr<zip_file_t, CloseEntry> file(
      zip_fopen_index(archive_.get(), entry.index, 0));
  if (!file) return bad("entry " + entry.name + " cannot be read: " + zip_strerror(archive_.get()));
  // Never more than it said, which was bounded when it was listed; one more byte shows a lie. The
  // checksum is compared when the end is reached.
  bytes.resize(entry.size + 1);
  std::size_t done = 0;
  while (done < bytes.size()) {
    const auto count = zip_fread(file.get(), bytes.data() + done, bytes.size() - done);
    if (count < 0)
      return bad("entry " + entry.name + " cannot be read: " + zip_file_strerror(file.get()));
    if (count == 0) break;
    done += static_cast<std::size_t>(count);
  }
  if (done != entry.size) return bad("entry " + entry.name + " is not as long as the archive says");
  bytes.resize(done);
  return {};
}

}  // namespace fillwright
