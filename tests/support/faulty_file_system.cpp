// Files as strings. Names are changed in order, as on a file system with a journal: a power cut
// keeps a beginning of the changes that were not synced.
#include "tests/support/faulty_file_system.hpp"

#include <algorithm>
#include <cstring>

namespace fillwright::test {
namespace {

using rocksdb::IOStatus;
using rocksdb::Slice;

// RocksDB ends some of them with a slash.
std::string folder_name(const std::string& path) {
  return path.ends_with('/') ? path.substr(0, path.size() - 1) : path;
}

IOStatus off() { return IOStatus::IOError("the disk is gone"); }

class MemorySequentialFile final : public rocksdb::FSSequentialFile {
 public:
  MemorySequentialFile(const FaultyFileSystem& disk, std::shared_ptr<StoredFile> file)
      : disk_(disk), file_(std::move(file)) {}
  IOStatus Read(std::size_t size, const rocksdb::IOOptions&, Slice* result, char* room,
                rocksdb::IODebugContext*) override {
    const auto status = disk_.read(*file_, offset_, size, room, result);
    if (status.ok()) offset_ += result->size();
    return status;
  }
  IOStatus Skip(std::uint64_t size) override {
    offset_ += size;
    return IOStatus::OK();
  }

 private:
  const FaultyFileSystem& disk_;
  std::shared_ptr<StoredFile> file_;
  std::uint64_t offset_ = 0;
};

class MemoryRandomFile final : public rocksdb::FSRandomAccessFile {
 public:
  MemoryRandomFile(const FaultyFileSystem& disk, std::shared_ptr<StoredFile> file)
      : disk_(disk), file_(std::move(file)) {}
  IOStatus Read(std::uint64_t offset, std::size_t size, const rocksdb::IOOptions&, Slice* result,
                char* room, rocksdb::IODebugContext*) const override {
    return disk_.read(*file_, offset, size, room, result);
  }

 private:
  const FaultyFileSystem& disk_;
  std::shared_ptr<StoredFile> file_;
};

class MemoryWritableFile final : public rocksdb::FSWritableFile {
 public:
  MemoryWritableFile(FaultyFileSystem& disk, std::string path, std::shared_ptr<StoredFile> file)
      : disk_(disk), path_(std::move(path)), file_(std::move(file)) {}
  using rocksdb::FSWritableFile::Append;
  IOStatus Append(const Slice& bytes, const rocksdb::IOOptions&,
                  rocksdb::IODebugContext*) override {
    return disk_.append(path_, *file_, {bytes.data(), bytes.size()});
  }
  IOStatus Close(const rocksdb::IOOptions&, rocksdb::IODebugContext*) override {
    return IOStatus::OK();
  }
  IOStatus Flush(const rocksdb::IOOptions&, rocksdb::IODebugContext*) override {
    return IOStatus::OK();
  }
  IOStatus Sync(const rocksdb::IOOptions&, rocksdb::IODebugContext*) override {
    return disk_.sync(path_, *file_);
  }
  std::uint64_t GetFileSize(const rocksdb::IOOptions&, rocksdb::IODebugContext*) override {
    return file_->bytes.size();  // threads: a file has one writer
  }

 private:
  FaultyFileSystem& disk_;
  std::string path_;
  std::shared_ptr<StoredFile> file_;
};

class MemoryFolder final : public rocksdb::FSDirectory {
 public:
  explicit MemoryFolder(FaultyFileSystem& disk) : disk_(disk) {}
  IOStatus Fsync(const rocksdb::IOOptions&, rocksdb::IODebugContext*) override {
    return disk_.sync_folder();
  }
  IOStatus Close(const rocksdb::IOOptions&, rocksdb::IODebugContext*) override {
    return IOStatus::OK();
  }

 private:
  FaultyFileSystem& disk_;
};

class MemoryLock final : public rocksdb::FileLock {
 public:
  explicit MemoryLock(std::string path) : path_(std::move(path)) {}
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

class SilentLogger final : public rocksdb::Logger {
 public:
  using rocksdb::Logger::Logv;
  void Logv(const char*, va_list) override {}
  std::size_t GetLogFileSize() const override { return 0; }
};

}  // namespace

FileKind kind_of(const std::string& path) {
  if (path.ends_with(".log")) return FileKind::log;
  if (path.ends_with(".sst")) return FileKind::table;
  if (path.find("MANIFEST") != std::string::npos) return FileKind::manifest;
  return FileKind::other;
}

std::shared_ptr<FaultyFileSystem> FaultyFileSystem::copy() const {
  std::lock_guard lock(mutex_);
  auto other = std::make_shared<FaultyFileSystem>(0);
  for (const auto& [path, file] : files_) {
    auto kept = std::make_shared<StoredFile>();
    kept->bytes = file->bytes;
    kept->synced = kept->bytes.size();
    other->files_[path] = other->synced_files_[path] = kept;
  }
  other->folders_ = folders_;
  return other;
}

void FaultyFileSystem::set_faults(std::vector<DiskFault> faults) {
  std::lock_guard lock(mutex_);
  faults_ = std::move(faults);
  fault_count_ = 0;
}

std::size_t FaultyFileSystem::fault_count() const {
  std::lock_guard lock(mutex_);
  return fault_count_;
}

bool FaultyFileSystem::is_off() const {
  std::lock_guard lock(mutex_);
  return is_cut_;
}

void FaultyFileSystem::freeze() {
  std::lock_guard lock(mutex_);
  is_frozen_ = true;
}

void FaultyFileSystem::thaw() {
  std::lock_guard lock(mutex_);
  is_frozen_ = false;
}

void FaultyFileSystem::cut_power() {
  std::lock_guard lock(mutex_);
  is_cut_ = true;
}

void FaultyFileSystem::power_on() {
  std::lock_guard lock(mutex_);
  const auto kept = random_below(unsynced_names_.size() + 1);
  for (std::size_t i = 0; i < kept; ++i) apply(synced_files_, unsynced_names_[i]);
  unsynced_names_.clear();
  files_ = synced_files_;
  for (const auto& [path, file] : files_) lose_tail(*file, kind_of(path));
  is_cut_ = is_frozen_ = false;
  faults_.clear();
}

// Of the tail a random part is left. Of a log's again a part may be zeros, as where a file grows
// before its data is written; a manifest like that RocksDB cannot open.
void FaultyFileSystem::lose_tail(StoredFile& file, FileKind kind) {
  for (const auto& [begin, end] : file.never_written)
    std::fill(file.bytes.begin() + static_cast<std::ptrdiff_t>(begin),
              file.bytes.begin() + static_cast<std::ptrdiff_t>(end), '\0');
  file.never_written.clear();
  const auto tail = file.bytes.size() - file.synced;
  if (tail == 0) return;
  const auto fate = random_below(4);
  const auto left = fate == 0 ? 0 : random_below(tail + 1);
  file.bytes.resize(file.synced + left);
  if (fate == 1 && kind == FileKind::log)
    std::fill(file.bytes.end() - static_cast<std::ptrdiff_t>(random_below(left + 1)),
              file.bytes.end(), '\0');
  file.synced = file.bytes.size();
}

std::size_t FaultyFileSystem::random_below(std::size_t end) { return chance_() % end; }

std::vector<std::string> FaultyFileSystem::file_names() const {
  std::lock_guard lock(mutex_);
  std::vector<std::string> names;
  for (const auto& [path, file] : files_)
    if (!file->bytes.empty()) names.push_back(path);
  return names;
}

std::size_t FaultyFileSystem::size_of(const std::string& path) const {
  std::lock_guard lock(mutex_);
  return files_.at(path)->bytes.size();
}

void FaultyFileSystem::flip_bit(const std::string& path, std::size_t byte, unsigned bit) {
  std::lock_guard lock(mutex_);
  auto& bytes = files_.at(path)->bytes;
  bytes.at(byte) = static_cast<char>(static_cast<unsigned char>(bytes.at(byte)) ^ 1U << bit);
}

// The fault that strikes this call, or null.
const DiskFault* FaultyFileSystem::fault_of(FileCall call, const std::string& path) {
  const auto kind = kind_of(path);
  const DiskFault* struck = nullptr;
  for (auto fault = faults_.begin(); fault != faults_.end();) {
    if (fault->call != call || fault->kind != kind || fault->at-- > 0) {
      ++fault;
      continue;
    }
    fired_ = *fault;
    struck = &fired_;
    fault = faults_.erase(fault);
  }
  if (!struck) return nullptr;
  ++fault_count_;
  if (struck->effect == FaultEffect::power_cut) is_cut_ = true;
  return struck;
}

// A call that does all of what it should, or nothing.
IOStatus FaultyFileSystem::enter(FileCall call, const std::string& path) {
  if (is_cut_ || is_frozen_) return off();
  const auto* fault = fault_of(call, path);
  if (!fault) return IOStatus::OK();
  return fault->effect == FaultEffect::no_space ? IOStatus::NoSpace("injected, " + path)
                                                : IOStatus::IOError("injected, " + path);
}

IOStatus FaultyFileSystem::append(const std::string& path, StoredFile& file,
                                  std::string_view bytes) {
  std::lock_guard lock(mutex_);
  if (is_cut_ || is_frozen_) return off();
  const auto* fault = fault_of(FileCall::append, path);
  if (!fault) {
    file.bytes.append(bytes);
    return IOStatus::OK();
  }
  file.bytes.append(bytes.substr(0, random_below(bytes.size() + 1)));
  return fault->effect == FaultEffect::no_space ? IOStatus::NoSpace("injected, " + path)
                                                : IOStatus::IOError("injected, " + path);
}

IOStatus FaultyFileSystem::sync(const std::string& path, StoredFile& file) {
  std::lock_guard lock(mutex_);
  if (is_cut_ || is_frozen_) return off();
  const auto* fault = fault_of(FileCall::sync, path);
  const bool is_error = fault && fault->effect != FaultEffect::error_written;
  if (fault && fault->effect == FaultEffect::power_cut)
    return IOStatus::IOError("injected, " + path);  // anything of it may be there
  if (is_error && file.synced < file.bytes.size())
    file.never_written.emplace_back(file.synced, file.bytes.size());
  file.synced = file.bytes.size();
  return fault ? IOStatus::IOError("injected, " + path) : IOStatus::OK();
}

IOStatus FaultyFileSystem::sync_folder() {
  std::lock_guard lock(mutex_);
  if (const auto status = enter(FileCall::sync_folder, ""); !status.ok()) return status;
  synced_files_ = files_;
  unsynced_names_.clear();
  return IOStatus::OK();
}

IOStatus FaultyFileSystem::read(const StoredFile& file, std::uint64_t offset, std::size_t size,
                                char* room, Slice* result) const {
  std::lock_guard lock(mutex_);
  if (is_cut_ || is_frozen_) return off();
  const auto begin = std::min<std::uint64_t>(offset, file.bytes.size());
  const auto count = std::min<std::uint64_t>(size, file.bytes.size() - begin);
  std::memcpy(room, file.bytes.data() + begin, count);
  *result = Slice(room, count);
  return IOStatus::OK();
}

void FaultyFileSystem::apply(Files& files, const NameChange& change) {
  if (!change.gone.empty()) files.erase(change.gone);
  if (!change.path.empty()) files[change.path] = change.file;
}

void FaultyFileSystem::change_name(NameChange change) {
  apply(files_, change);
  unsynced_names_.push_back(std::move(change));
}

IOStatus FaultyFileSystem::NewSequentialFile(const std::string& path, const rocksdb::FileOptions&,
                                             std::unique_ptr<rocksdb::FSSequentialFile>* file,
                                             Debug*) {
  std::lock_guard lock(mutex_);
  if (const auto status = enter(FileCall::open_to_read, path); !status.ok()) return status;
  const auto found = files_.find(path);
  if (found == files_.end()) return IOStatus::PathNotFound(path);
  *file = std::make_unique<MemorySequentialFile>(*this, found->second);
  return IOStatus::OK();
}

IOStatus FaultyFileSystem::NewRandomAccessFile(const std::string& path, const rocksdb::FileOptions&,
                                               std::unique_ptr<rocksdb::FSRandomAccessFile>* file,
                                               Debug*) {
  std::lock_guard lock(mutex_);
  if (const auto status = enter(FileCall::open_to_read, path); !status.ok()) return status;
  const auto found = files_.find(path);
  if (found == files_.end()) return IOStatus::PathNotFound(path);
  *file = std::make_unique<MemoryRandomFile>(*this, found->second);
  return IOStatus::OK();
}

IOStatus FaultyFileSystem::NewWritableFile(const std::string& path, const rocksdb::FileOptions&,
                                           std::unique_ptr<rocksdb::FSWritableFile>* file, Debug*) {
  std::lock_guard lock(mutex_);
  if (const auto status = enter(FileCall::create, path); !status.ok()) return status;
  auto stored = std::make_shared<StoredFile>();
  change_name({"", path, stored});
  *file = std::make_unique<MemoryWritableFile>(*this, path, std::move(stored));
  return IOStatus::OK();
}

IOStatus FaultyFileSystem::NewDirectory(const std::string& path, const Options&,
                                        std::unique_ptr<rocksdb::FSDirectory>* folder, Debug*) {
  std::lock_guard lock(mutex_);
  if (is_cut_ || is_frozen_) return off();
  if (!folders_.contains(folder_name(path))) return IOStatus::PathNotFound(path);
  *folder = std::make_unique<MemoryFolder>(*this);
  return IOStatus::OK();
}

IOStatus FaultyFileSystem::NewLogger(const std::string&, const Options&,
                                     std::shared_ptr<rocksdb::Logger>* logger, Debug*) {
  *logger = std::make_shared<SilentLogger>();
  return IOStatus::OK();
}

IOStatus FaultyFileSystem::FileExists(const std::string& path, const Options&, Debug*) {
  std::lock_guard lock(mutex_);
  if (is_cut_ || is_frozen_) return off();
  return files_.contains(path) || folders_.contains(folder_name(path)) ? IOStatus::OK()
                                                                       : IOStatus::NotFound(path);
}

IOStatus FaultyFileSystem::GetChildren(const std::string& folder, const Options&,
                                       std::vector<std::string>* names, Debug*) {
  std::lock_guard lock(mutex_);
  if (is_cut_ || is_frozen_) return off();
  if (!folders_.contains(folder_name(folder))) return IOStatus::PathNotFound(folder);
  names->clear();
  const auto beginning = folder_name(folder) + "/";
  for (const auto& [path, file] : files_)
    if (path.starts_with(beginning)) names->push_back(path.substr(beginning.size()));
  return IOStatus::OK();
}

IOStatus FaultyFileSystem::DeleteFile(const std::string& path, const Options&, Debug*) {
  std::lock_guard lock(mutex_);
  if (is_cut_ || is_frozen_) return off();
  if (!files_.contains(path)) return IOStatus::PathNotFound(path);
  change_name({path, "", nullptr});
  return IOStatus::OK();
}

IOStatus FaultyFileSystem::CreateDir(const std::string& path, const Options& options,
                                     Debug* debug) {
  return CreateDirIfMissing(path, options, debug);
}

// Folders are there for good: our adapter makes its own, apart from RocksDB.
IOStatus FaultyFileSystem::CreateDirIfMissing(const std::string& path, const Options&, Debug*) {
  std::lock_guard lock(mutex_);
  if (is_cut_ || is_frozen_) return off();
  folders_.insert(folder_name(path));
  return IOStatus::OK();
}

IOStatus FaultyFileSystem::DeleteDir(const std::string& path, const Options&, Debug*) {
  std::lock_guard lock(mutex_);
  folders_.erase(folder_name(path));
  return IOStatus::OK();
}

IOStatus FaultyFileSystem::GetFileSize(const std::string& path, const Options&, std::uint64_t* size,
                                       Debug*) {
  std::lock_guard lock(mutex_);
  if (is_cut_ || is_frozen_) return off();
  const auto found = files_.find(path);
  if (found == files_.end()) return IOStatus::PathNotFound(path);
  *size = found->second->bytes.size();
  return IOStatus::OK();
}

IOStatus FaultyFileSystem::GetFileModificationTime(const std::string&, const Options&,
                                                   std::uint64_t* time, Debug*) {
  *time = 0;
  return IOStatus::OK();
}

IOStatus FaultyFileSystem::RenameFile(const std::string& from, const std::string& to,
                                      const Options&, Debug*) {
  std::lock_guard lock(mutex_);
  if (const auto status = enter(FileCall::rename, to); !status.ok()) return status;
  const auto found = files_.find(from);
  if (found == files_.end()) return IOStatus::PathNotFound(from);
  change_name({from, to, found->second});
  return IOStatus::OK();
}

IOStatus FaultyFileSystem::LockFile(const std::string& path, const Options&,
                                    rocksdb::FileLock** lock, Debug*) {
  std::lock_guard guard(mutex_);
  if (is_cut_ || is_frozen_) return off();
  if (!locks_.insert(path).second) return IOStatus::IOError("locked: " + path);
  *lock = new MemoryLock(path);  // RocksDB gives it back to UnlockFile
  return IOStatus::OK();
}

IOStatus FaultyFileSystem::UnlockFile(rocksdb::FileLock* lock, const Options&, Debug*) {
  const std::unique_ptr<MemoryLock> ours(static_cast<MemoryLock*>(lock));
  std::lock_guard guard(mutex_);
  locks_.erase(ours->path());
  return IOStatus::OK();
}

IOStatus FaultyFileSystem::GetTestDirectory(const Options&, std::string*, Debug*) {
  return IOStatus::NotSupported("no folder for tests");
}

IOStatus FaultyFileSystem::GetAbsolutePath(const std::string& path, const Options&,
                                           std::string* absolute, Debug*) {
  *absolute = path;
  return IOStatus::OK();
}

IOStatus FaultyFileSystem::IsDirectory(const std::string& path, const Options&, bool* is_folder,
                                       Debug*) {
  std::lock_guard lock(mutex_);
  *is_folder = folders_.contains(folder_name(path));
  return IOStatus::OK();
}

PatientEnv::PatientEnv(const std::shared_ptr<rocksdb::FileSystem>& disk)
    : EnvWrapper(rocksdb::NewCompositeEnv(disk)) {
  file_system_ = disk;  // else RocksDB would call through the environment's older functions
}

void PatientEnv::Schedule(void (*function)(void*), void* argument, Priority, void* tag,
                          void (*on_cancel)(void*)) {
  waiting_.push_back({function, argument, tag, on_cancel});
}

int PatientEnv::UnSchedule(void* tag, Priority) {
  int count = 0;
  for (auto work = waiting_.begin(); work != waiting_.end();) {
    if (work->tag != tag) {
      ++work;
      continue;
    }
    if (work->on_cancel) work->on_cancel(work->argument);
    work = waiting_.erase(work);
    ++count;
  }
  return count;
}

void PatientEnv::work() {
  while (!waiting_.empty()) {
    const auto next = waiting_.front();
    waiting_.pop_front();
    next.function(next.argument);
  }
}

}  // namespace fillwright::test
