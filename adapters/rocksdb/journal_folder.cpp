// Marker, lock and head file.
#include "adapters/rocksdb/journal_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "actors/journal/checksums.hpp"
#include "events/wire.hpp"

namespace fillwright {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view marker_text = "fillwright journal 1\n";
constexpr std::string_view head_magic = "FWH\x01";
constexpr std::size_t slot_size = 4096;
constexpr std::size_t slot_used = 4 + 8 + 4;

tl::unexpected<JournalFault> fault(std::string what) {
  return tl::unexpected(JournalFault{0, std::move(what)});
}
std::string system_error() { return std::strerror(errno); }

std::string read_text(const std::string& path) {
  const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  std::array<char, 256> bytes;
  const auto size = file.is_open() ? ::read(file.get(), bytes.data(), bytes.size()) : -1;
  return size <= 0 ? std::string() : std::string(bytes.data(), static_cast<std::size_t>(size));
}

bool write_synced(const std::string& path, std::string_view text) {
  const File file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
  return file.is_open() &&
         ::write(file.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
         ::fsync(file.get()) == 0;
}

bool sync_folder(const std::string& path) {
  const File file(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return file.is_open() && ::fsync(file.get()) == 0;
}

std::string encode_slot(Seq seq) {
  std::string bytes;
  wire::Writer out(bytes);
  out.raw(head_magic);
  out.fixed64(seq);
  out.fixed32(crc32c(bytes));
  return bytes;
}

std::optional<Seq> decode_slot(std::string_view bytes) {
  wire::Reader in(bytes);
  const auto magic = in.raw(head_magic.size());
  const auto seq = in.fixed64();
  const auto crc = in.fixed32();
  if (!crc || *magic != head_magic || crc32c(bytes.substr(0, slot_used - 4)) != *crc)
    return std::nullopt;
  return seq;
}

}  // namespace

File::~File() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

tl::expected<bool, JournalFault> is_journal_folder(const std::string& folder) {
  std::error_code error;
  if (!fs::exists(folder, error)) {
    if (error) return fault(folder + ": " + error.message());
    return false;
  }
  if (!fs::is_directory(folder, error)) return fault(folder + " is a file, not a journal's folder");
  const auto marker = read_text(folder + "/FILLWRIGHT");
  if (marker == marker_text) return true;
  if (!marker.empty()) return fault(folder + "/FILLWRIGHT is not a marker that this version knows");

  // A creation that was cut off left only these; it is done again.
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const auto name = entry.path().filename().string();
    if (name == "writer.lock" || name == "head" || name == "FILLWRIGHT") continue;
    return fault(folder + " is not a journal: it holds " + name + " but no FILLWRIGHT marker");
  }
  if (error) return fault(folder + ": " + error.message());
  return false;
}

tl::expected<void, JournalFault> create_journal_folder(const std::string& folder) {
  const bool is_done = write_synced(folder + "/head", encode_slot(0)) &&
                       write_synced(folder + "/FILLWRIGHT", marker_text) && sync_folder(folder) &&
                       sync_folder(fs::absolute(folder).parent_path());
  if (!is_done) return fault("cannot create a journal in " + folder + ": " + system_error());
  return {};
}

tl::expected<File, JournalFault> lock_journal_folder(const std::string& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return fault("cannot create " + folder + ": " + error.message());
  const std::string path = folder + "/writer.lock";
  File file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
  if (!file.is_open()) return fault("cannot open " + path + ": " + system_error());
  if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return fault("cannot lock " + path + ": " + system_error());
    auto pid = read_text(path);
    pid.erase(std::remove(pid.begin(), pid.end(), '\n'), pid.end());
    return fault("journal " + folder + " is in use by another process (pid " + pid + ")");
  }
  const std::string pid = std::to_string(::getpid()) + "\n";
  if (::ftruncate(file.get(), 0) != 0 ||
      ::pwrite(file.get(), pid.data(), pid.size(), 0) != static_cast<ssize_t>(pid.size()))
    return fault("cannot write " + path + ": " + system_error());
  return file;
}

tl::expected<HeadFile, JournalFault> HeadFile::open(const std::string& folder, bool is_writer) {
  std::string path = folder + "/head";
  File file(::open(path.c_str(), (is_writer ? O_RDWR : O_RDONLY) | O_CLOEXEC));
  if (!file.is_open())
    return fault(path + " cannot be opened (" + system_error() +
                 "): it witnesses up to which event the journal was synced");
  HeadFile head(std::move(file), std::move(path));
  if (const auto seq = head.read(); !seq) return tl::unexpected(seq.error());
  return head;
}

bool HeadFile::write(Seq seq) {
  const auto slot = encode_slot(seq);
  const auto offset = static_cast<off_t>(slot_size * next_slot_);
  next_slot_ ^= 1;
  return ::pwrite(file_.get(), slot.data(), slot.size(), offset) ==
         static_cast<ssize_t>(slot.size());
}

tl::expected<Seq, JournalFault> HeadFile::read() const {
  std::optional<Seq> newest;
  for (std::size_t i = 0; i < 2; ++i) {
    std::array<char, slot_used> bytes;
    const auto size =
        ::pread(file_.get(), bytes.data(), bytes.size(), static_cast<off_t>(slot_size * i));
    if (size < 0) return fault(path_ + ": " + system_error());
    const auto seq = decode_slot({bytes.data(), static_cast<std::size_t>(size)});
    if (seq && (!newest || *seq > *newest)) newest = seq;
  }
  if (!newest) return fault(path_ + " is damaged: no slot has a right CRC");
  return *newest;
}

bool HeadFile::sync() const { return ::fdatasync(file_.get()) == 0; }

}  // namespace fillwright
