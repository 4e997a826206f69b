#include "tests/benchmarks/measuring.hpp"

#include <fcntl.h>
#include <linux/magic.h>
#ifdef FILLWRIGHT_MIMALLOC
#include <mimalloc.h>
#else
#include <malloc.h>
#endif
#include <rocksdb/db.h>
#include <rocksdb/options.h>
#include <rocksdb/write_batch.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <thread>

#include "tests/support/places.hpp"

namespace fillwright::bench {
namespace {

[[noreturn]] void stop(const std::string& what) {
  std::fprintf(stderr, "fillwright_benchmarks: %s\n", what.c_str());
  std::exit(1);
}

// The rest of the first line of `file` that begins with `name`.
std::string line_of(const char* file, const std::string& name) {
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);)
    if (line.starts_with(name))
      return line.substr(line.find(':') == std::string::npos ? 0 : line.find(':') + 2);
  return "unknown";
}

long filesystem_magic() {
  struct statfs about {};
  if (statfs(root_folder().c_str(), &about) != 0) stop("no folder " + root_folder().string());
  return static_cast<long>(about.f_type);
}

std::string filesystem_name() {
  switch (filesystem_magic()) {
    case EXT4_SUPER_MAGIC:
      return "ext4";
    case XFS_SUPER_MAGIC:
      return "xfs";
    case BTRFS_SUPER_MAGIC:
      return "btrfs";
    case OVERLAYFS_SUPER_MAGIC:
      return "overlayfs";
    case TMPFS_MAGIC:
      return "tmpfs";
    default:
      return "type " + std::to_string(filesystem_magic());
  }
}

}  // namespace

bool is_brief() { return std::getenv("FILLWRIGHT_BENCH_BRIEF") != nullptr; }
std::int64_t sized(std::int64_t whole, std::int64_t part) { return is_brief() ? part : whole; }

double micros_since(SteadyClock::time_point start) {
  return std::chrono::duration<double, std::micro>(SteadyClock::now() - start).count();
}

namespace {
double micros_of(clockid_t clock) {
  timespec time{};
  ::clock_gettime(clock, &time);
  return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) / 1e3;
}
}  // namespace

double thread_micros() { return micros_of(CLOCK_THREAD_CPUTIME_ID); }
double process_micros() { return micros_of(CLOCK_PROCESS_CPUTIME_ID); }

double quantile(std::vector<double>& values, double part) {
  const auto place = static_cast<std::ptrdiff_t>(part * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + place, values.end());
  return values[static_cast<std::size_t>(place)];
}
double median(std::vector<double>& values) { return quantile(values, 0.5); }

std::filesystem::path root_folder() {
  static const auto root = [] {
    const auto* given = std::getenv("FILLWRIGHT_BENCH_FOLDER");
    const std::filesystem::path path =
        given ? given : fillwright::test::binary_folder() + "/bench-folders";
    std::filesystem::create_directories(path);
    return path;
  }();
  return root;
}

Folder::Folder() {
  auto pattern = (root_folder() / "XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr)
    stop("cannot make a folder in " + root_folder().string());
  path_ = pattern;
}
Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

RawStore::RawStore(const std::string& folder) {
  rocksdb::Options options;
  options.create_if_missing = true;
  options.max_total_wal_size = 64 << 20;
  options.write_buffer_size = 64 << 20;
  options.max_write_buffer_number = 4;
  options.compression = rocksdb::kLZ4Compression;
  options.allow_concurrent_memtable_write = false;
  options.max_background_jobs = 2;
  options.bytes_per_sync = 1 << 20;
  options.info_log_level = rocksdb::WARN_LEVEL;
  rocksdb::DB* database = nullptr;
  const auto status = rocksdb::DB::Open(options, folder, &database);
  if (!status.ok()) stop(status.ToString());
  database_.reset(database);
}
RawStore::~RawStore() = default;

void RawStore::put(std::string_view value, std::size_t count) {
  rocksdb::WriteBatch batch(count * (value.size() + 16));
  for (std::size_t i = 0; i < count; ++i) {
    std::array<char, 8> key;
    auto number = next_++;
    for (auto at = key.size(); at-- > 0; number >>= 8) key[at] = static_cast<char>(number & 0xFF);
    batch.Put({key.data(), key.size()}, {value.data(), value.size()});
  }
  rocksdb::WriteOptions options;
  options.sync = true;
  options.memtable_insert_hint_per_batch = true;  // keys rise
  if (const auto status = database_->Write(options, &batch); !status.ok()) stop(status.ToString());
}

bool is_in_memory() {
  const auto magic = filesystem_magic();
  return magic == TMPFS_MAGIC || magic == RAMFS_MAGIC;
}

double measured_sync_us() {
  const Folder folder;
  const auto file = ::open((folder / "sync").c_str(), O_CREAT | O_WRONLY, 0600);
  if (file < 0) stop("cannot write below " + root_folder().string());
  const std::string page(4096, 'x');
  std::vector<double> times;
  for (auto i = sized(200, 3); i > 0; --i) {
    const auto start = SteadyClock::now();
    if (::write(file, page.data(), page.size()) < 0 || ::fdatasync(file) != 0) stop("cannot sync");
    times.push_back(micros_since(start));
  }
  ::close(file);
  return median(times);
}

void print_machine() {
  std::array<double, 3> load{};
  if (getloadavg(load.data(), 3) < 1) load[0] = -1;
  std::printf("cores       %u\nprocessor   %s\nload        %.2f\nfolder      %s (%s)\n",
              std::thread::hardware_concurrency(), line_of("/proc/cpuinfo", "model name").c_str(),
              load[0], root_folder().c_str(), filesystem_name().c_str());
  std::printf("sync        %.0f us (fdatasync of 4 KiB, median)\n", measured_sync_us());
  if (is_brief())
    std::printf("brief       only shows that everything runs; the figures mean nothing\n");
  std::fflush(stdout);
}

namespace {

#ifdef FILLWRIGHT_MIMALLOC
// Of this thread's blocks; the sizes are those that the allocator has, and so a little more than
// what was asked for.
std::int64_t heap_use() {
  mi_collect(true);
  std::int64_t bytes = 0;
  const auto add = [](const mi_heap_t*, const mi_heap_area_t* area, void*, std::size_t, void* sum) {
    *static_cast<std::int64_t*>(sum) += static_cast<std::int64_t>(area->used * area->block_size);
    return true;
  };
  mi_heap_visit_blocks(mi_heap_get_default(), false, add, &bytes);
  return bytes;
}
#else
std::int64_t heap_use() {
  ::malloc_trim(0);
  const auto info = ::mallinfo2();
  return static_cast<std::int64_t>(info.uordblks + info.hblkhd);
}
#endif

}  // namespace

MemoryUse memory_use() {
  const auto heap = heap_use();
  long pages = 0, resident = 0;
  std::ifstream("/proc/self/statm") >> pages >> resident;
  return {heap, resident * ::sysconf(_SC_PAGESIZE)};
}

}  // namespace fillwright::bench
