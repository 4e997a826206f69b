// A file system in memory for RocksDB, on which calls fail by a script and a power cut takes what
// was not synced: the tail of a file whole or torn, the last creations, renames and deletions.
#pragma once

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace fillwright::test {

enum class FileKind : std::uint8_t { log, table, manifest, other };
FileKind kind_of(const std::string& path);

// What RocksDB asks for.
enum class FileCall : std::uint8_t { create, open_to_read, append, sync, rename, sync_folder };

enum class FaultEffect : std::uint8_t {
  error,  // EIO. Of an append a part may be there; what a sync left out no later sync writes
  error_written,  // EIO of a sync, and yet all of it is on the disk
  no_space,       // ENOSPC, after a part of an append
  power_cut,      // in the midst of it: from then on every call fails, until `power_on`
};

// The `at`-th call from now on (0: the next one) of that kind and on such a file fails, once.
struct DiskFault {
  FileCall call;
  FileKind kind;
  FaultEffect effect;
  unsigned at = 0;
};

// A file's bytes. What follows `synced` a power cut may take; `never_written` are parts before it
// that a failed sync has left out, and that are zeros after a power cut.
struct StoredFile {
  std::string bytes;
  std::size_t synced = 0;
  std::vector<std::pair<std::size_t, std::size_t>> never_written;  // begin and end
};

// Threads: any. `chance` decides what of the unsynced bytes survives.
class FaultyFileSystem final : public rocksdb::FileSystem {
 public:
  using Files = std::map<std::string, std::shared_ptr<StoredFile>>;

  explicit FaultyFileSystem(std::uint64_t seed) : chance_(seed) {}
  // The same files, all synced, on a disk without faults.
  std::shared_ptr<FaultyFileSystem> copy() const;

  void set_faults(std::vector<DiskFault> faults);
  // How many faults took effect since they were set.
  std::size_t fault_count() const;
  bool is_off() const;
  // The process ends: every call fails, what was written stays in the page cache.
  void freeze();
  void thaw();
  // The machine ends: as `freeze`; then, at `power_on`, what was not synced is lost.
  void cut_power();
  void power_on();

  // Names of files with content, in order.
  std::vector<std::string> file_names() const;
  std::size_t size_of(const std::string& path) const;
  void flip_bit(const std::string& path, std::size_t byte, unsigned bit);

  const char* Name() const override { return "FaultyFileSystem"; }
  using Status = rocksdb::IOStatus;
  using Options = rocksdb::IOOptions;
  using Debug = rocksdb::IODebugContext;
  Status NewSequentialFile(const std::string& path, const rocksdb::FileOptions&,
                           std::unique_ptr<rocksdb::FSSequentialFile>* file, Debug*) override;
  Status NewRandomAccessFile(const std::string& path, const rocksdb::FileOptions&,
                             std::unique_ptr<rocksdb::FSRandomAccessFile>* file, Debug*) override;
  Status NewWritableFile(const std::string& path, const rocksdb::FileOptions&,
                         std::unique_ptr<rocksdb::FSWritableFile>* file, Debug*) override;
  Status NewDirectory(const std::string& path, const Options&,
                      std::unique_ptr<rocksdb::FSDirectory>* folder, Debug*) override;
  Status NewLogger(const std::string&, const Options&, std::shared_ptr<rocksdb::Logger>* logger,
                   Debug*) override;
  Status FileExists(const std::string& path, const Options&, Debug*) override;
  Status GetChildren(const std::string& folder, const Options&, std::vector<std::string>* names,
                     Debug*) override;
  Status DeleteFile(const std::string& path, const Options&, Debug*) override;
  Status CreateDir(const std::string& path, const Options&, Debug*) override;
  Status CreateDirIfMissing(const std::string& path, const Options&, Debug*) override;
  Status DeleteDir(const std::string& path, const Options&, Debug*) override;
  Status GetFileSize(const std::string& path, const Options&, std::uint64_t* size, Debug*) override;
  Status GetFileModificationTime(const std::string& path, const Options&, std::uint64_t* time,
                                 Debug*) override;
  Status RenameFile(const std::string& from, const std::string& to, const Options&,
                    Debug*) override;
  Status LockFile(const std::string& path, const Options&, rocksdb::FileLock** lock,
                  Debug*) override;
  Status UnlockFile(rocksdb::FileLock* lock, const Options&, Debug*) override;
  Status GetTestDirectory(const Options&, std::string* path, Debug*) override;
  Status GetAbsolutePath(const std::string& path, const Options&, std::string* absolute,
                         Debug*) override;
  Status IsDirectory(const std::string& path, const Options&, bool* is_folder, Debug*) override;

  // For the files that it gives out.
  Status append(const std::string& path, StoredFile& file, std::string_view bytes);
  Status sync(const std::string& path, StoredFile& file);
  Status sync_folder();
  Status read(const StoredFile& file, std::uint64_t offset, std::size_t size, char* room,
              rocksdb::Slice* result) const;

 private:
  // A creation, a rename or a deletion that is not synced yet.
  struct NameChange {
    std::string gone;  // empty: none
    std::string path;  // empty: none
    std::shared_ptr<StoredFile> file;
  };

  const DiskFault* fault_of(FileCall call, const std::string& path);
  Status enter(FileCall call, const std::string& path);
  static void apply(Files& files, const NameChange& change);
  void change_name(NameChange change);
  void lose_tail(StoredFile& file, FileKind kind);
  std::size_t random_below(std::size_t end);

  mutable std::mutex mutex_;  // guards what follows
  std::mt19937_64 chance_;
  std::vector<DiskFault> faults_;
  DiskFault fired_{};  // the last one
  std::size_t fault_count_ = 0;
  bool is_frozen_ = false;
  bool is_cut_ = false;
  Files files_;         // as a process sees them
  Files synced_files_;  // names as they are on the disk
  std::vector<NameChange> unsynced_names_;
  std::set<std::string> folders_;
  std::set<std::string> locks_;
};

// An environment on a file system, in which RocksDB's background work waits until it is asked for:
// so that the same calls come in the same order every time. Threads: one.
class PatientEnv final : public rocksdb::EnvWrapper {
 public:
  explicit PatientEnv(const std::shared_ptr<rocksdb::FileSystem>& disk);

  // Does all the work that waits, and what it asks for. To be called before a database is closed,
  // for some of it is waited for there.
  void work();

  void Schedule(void (*function)(void*), void* argument, Priority, void* tag,
                void (*on_cancel)(void*)) override;
  int UnSchedule(void* tag, Priority) override;

 private:
  struct Work {
    void (*function)(void*);
    void* argument;
    void* tag;
    void (*on_cancel)(void*);
  };
  std::deque<Work> waiting_;
};

}  // namespace fillwright::test
