// What the benchmarks share: where they write, how long they run, medians, and the raw store that
// ours is compared with.
//
// FILLWRIGHT_BENCH_FOLDER is where journals are written; it must be on a disk, for a sync costs
// nothing in memory. FILLWRIGHT_BENCH_BRIEF makes everything as short as it can be: it then shows
// that the benchmarks run, and their figures mean nothing.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace rocksdb {
class DB;
}

namespace fillwright::bench {

using SteadyClock = std::chrono::steady_clock;

bool is_brief();
// `whole`, or when it is brief `part`.
std::int64_t sized(std::int64_t whole, std::int64_t part);

// Microseconds since `start`.
double micros_since(SteadyClock::time_point start);
// Microseconds of processor time since they began, of this thread and of all of this process: what
// others take of a busy machine is not in them.
double thread_micros();
double process_micros();
// Of at least one value; reorders them. `part` is 0.5 for the median.
double quantile(std::vector<double>& values, double part);
double median(std::vector<double>& values);

std::filesystem::path root_folder();
// A folder of its own below the root, gone with this.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string operator/(std::string_view name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

// Plain RocksDB, with the journal's options where they matter: the same log, buffers and
// compression, keys that rise.
class RawStore {
 public:
  explicit RawStore(const std::string& folder);
  ~RawStore();
  // `count` values of these bytes in one synced batch.
  void put(std::string_view value, std::size_t count = 1);

 private:
  std::unique_ptr<rocksdb::DB> database_;
  std::uint64_t next_ = 0;
};

// One line each: cores, processor, load, folder and its filesystem, measured sync.
void print_machine();
// Whether the root folder is in memory.
bool is_in_memory();
// The time of one fdatasync of 4 KiB appended to a file, median, in microseconds.
double measured_sync_us();

// Bytes that the process holds: of its heap as the allocator counts them (mimalloc: those of this
// thread), and resident. What was freed has been given back.
struct MemoryUse {
  std::int64_t heap = 0;
  std::int64_t resident = 0;
};
MemoryUse memory_use();

}  // namespace fillwright::bench
