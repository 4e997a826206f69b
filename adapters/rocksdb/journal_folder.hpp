// The files of a journal's folder that are not RocksDB's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tl/expected.hpp>

#include "actors/ports/journal.hpp"

namespace fillwright {

// A file descriptor that closes itself.
class File {
 public:
  explicit File(int descriptor = -1) : descriptor_(descriptor) {}
  File(File&& other) noexcept : descriptor_(other.descriptor_) { other.descriptor_ = -1; }
  File& operator=(File&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  ~File();
  int get() const { return descriptor_; }
  bool is_open() const { return descriptor_ >= 0; }

 private:
  int descriptor_;
};

// Says whether the folder is a journal: it holds our marker, or is missing or empty (then `false`).
// Anything else is a fault.
tl::expected<bool, JournalFault> is_journal_folder(const std::string& folder);
// Creates the folder and what it needs but the database, the marker last, each synced.
tl::expected<void, JournalFault> create_journal_folder(const std::string& folder);

// Takes the writer's lock and writes our pid into it. The lock ends with the process, however it
// ends.
tl::expected<File, JournalFault> lock_journal_folder(const std::string& folder);

// The witness of what was synced: two slots, each in its own sector with a CRC, written in turn and
// not synced themselves. So it survives every death of the process; after a power cut it may be
// older, which is harmless: it only ever says "at least".
class HeadFile {
 public:
  static tl::expected<HeadFile, JournalFault> open(const std::string& folder, bool is_writer);
  // False when the system refuses.
  bool write(Seq seq);
  tl::expected<Seq, JournalFault> read() const;
  bool sync() const;

 private:
  HeadFile(File file, std::string path) : file_(std::move(file)), path_(std::move(path)) {}
  File file_;
  std::string path_;
  unsigned next_slot_ = 0;
};

}  // namespace fillwright
