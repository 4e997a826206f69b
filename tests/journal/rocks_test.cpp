// What only a journal on disk can meet: other processes, foreign folders, damaged files.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <random>

#include "adapters/rocksdb/rocks_view_store.hpp"
#include "replay/verify.hpp"
#include "tests/journal/journals.hpp"

namespace fillwright {
namespace {

namespace fs = std::filesystem;

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}
void write_file(const fs::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

std::string open_fault(const std::string& folder) {
  const auto journal = open_rocks_journal(folder);
  return journal ? "" : journal.error().what;
}

// Runs in a child and ends it as a crash does: nothing is flushed or closed.
template <class Run>
void crash_after(Run&& run) {
  const auto child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    run();
    ::_exit(0);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFEXITED(status));
  REQUIRE(WEXITSTATUS(status) == 0);
}

// While it lives no file of this process grows beyond so many bytes.
class SmallFiles {
 public:
  explicit SmallFiles(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    REQUIRE(::getrlimit(RLIMIT_FSIZE, &before_) == 0);
    const rlimit most{bytes, before_.rlim_max};
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &most) == 0);
  }
  SmallFiles(const SmallFiles&) = delete;
  SmallFiles& operator=(const SmallFiles&) = delete;
  ~SmallFiles() {
    (void)::setrlimit(RLIMIT_FSIZE, &before_);
    (void)std::signal(SIGXFSZ, handler_);
  }

 private:
  void (*handler_)(int);
  rlimit before_{};
};

// A hundred bytes that cannot be made smaller.
std::string at_random(unsigned seed) {
  std::mt19937 chance(seed);
  std::string bytes;
  for (int i = 0; i < 100; ++i) bytes += static_cast<char>(chance());
  return bytes;
}

// A journal of 20 synced blocks whose writer died.
void write_and_crash(const std::string& folder) {
  crash_after([&] {
    auto journal = open_rocks_journal(folder);
    if (!journal) ::_exit(1);
    for (int i = 0; i < 20; ++i) {
      if (!(*journal)->append(append_of("order/1", {std::string(100, 'x')}))) ::_exit(2);
      if (!(*journal)->commit(at(i))) ::_exit(3);
    }
    ::_exit(0);
  });
}

std::vector<fs::path> files_of(const std::string& folder, const std::string& extension) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder + "/db"))
    if (entry.path().extension() == extension && entry.file_size() > 0)
      files.push_back(entry.path());
  return files;
}

// The journal is all there, or opening or verifying it says what is wrong: never silently less.
void check_whole_or_named(const std::string& folder) {
  auto store = open_rocks_store(folder);
  if (!store) {
    CHECK_FALSE(store.error().what.empty());
    return;
  }
  const auto verified = verify(**store);
  if (!verified) {
    CHECK_FALSE(verified.error().what.empty());
    return;
  }
  CHECK(verified->events == 20);
}

}  // namespace

TEST_CASE("a second process is refused while the first one writes", "[journal]") {
  TestFolder folder;
  const auto path = folder / "journal";
  auto journal = open_rocks_journal(path);
  REQUIRE(journal);
  const auto writer = std::to_string(::getpid());
  const auto child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0)
    ::_exit(open_fault(path) ==
                    "journal " + path + " is in use by another process (pid " + writer + ")"
                ? 0
                : 1);
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(status == 0);
  journal->reset();
  CHECK(open_fault(path).empty());
}

// Its second line on a full disk would end the process, where ours says what is wrong.
TEST_CASE("the database writes no log of its own", "[journal]") {
  const TestFolder folder;
  auto journal = open_rocks_journal(folder / "journal");
  REQUIRE(journal);
  REQUIRE((*journal)->append(append_of("order/1", {"a"})));
  (*journal)->commit(at(1));
  std::size_t files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder / "journal")) {
    ++files;
    CHECK_FALSE(entry.path().filename().string().starts_with("LOG"));
  }
  CHECK(files > 3);
}

TEST_CASE("a journal that was closed in order is read from tables, not from a long log",
          "[journal]") {
  const TestFolder folder;
  const auto path = folder / "j";
  const auto log_bytes = [&] {
    std::uintmax_t bytes = 0;
    for (const auto& file : files_of(path, ".log")) bytes += fs::file_size(file);
    return bytes;
  };
  constexpr std::uintmax_t mebi = 1 << 20;
  {
    auto journal = open_rocks_journal(path);
    REQUIRE(journal);
    for (int i = 0; i < 40; ++i) {
      REQUIRE((*journal)->append(append_of("order/1", {std::string(mebi / 2, 'x')})));
      REQUIRE((*journal)->commit(at(i)));
    }
    CHECK(log_bytes() > 10 * mebi);
  }
  CHECK(log_bytes() == 0);
  const auto reader = open_rocks_reader(path);
  REQUIRE(reader);
  CHECK((*reader)->durable() == 40);
}

TEST_CASE("a journal whose tables do not fit on the disk is closed all the same, and is whole",
          "[journal]") {
  const TestFolder folder;
  const auto path = folder / "j";
  std::string payload;
  for (unsigned i = 0; i < 2'000; ++i) payload += at_random(i);
  {
    auto journal = open_rocks_journal(path);
    REQUIRE(journal);
    for (int i = 0; i < 60; ++i) {
      REQUIRE((*journal)->append(append_of("order/1", {payload})));
      REQUIRE((*journal)->commit(at(i)));
    }
    const SmallFiles small(65'536);
    journal->reset();
  }
  CHECK(!files_of(path, ".log").empty());
  const auto reader = open_rocks_reader(path);
  REQUIRE(reader);
  CHECK((*reader)->durable() == 60);
}

TEST_CASE("views' rows that do not fit on the disk are not said to be kept", "[views]") {
  const TestFolder folder;
  const auto path = folder / "rows";
  std::vector<ViewRow> rows;
  for (unsigned i = 0; i < 1000; ++i) rows.push_back({"row " + std::to_string(i), at_random(i)});
  {
    auto store = open_rocks_views(path, ViewAccess::write);
    REQUIRE(store);
    REQUIRE((*store)->put({rows.front()}));
    REQUIRE((*store)->keep());
    const SmallFiles small(16'384);
    REQUIRE((*store)->put(rows));
    const auto kept = (*store)->keep();
    REQUIRE(!kept);
    INFO(kept.error());
    CHECK(kept.error().find("File too large") != std::string::npos);
  }
  const auto store = open_rocks_views(path, ViewAccess::read);
  REQUIRE(store);
  const auto last = (*store)->last("row", "row 9999");
  REQUIRE(last);
  REQUIRE(*last);
  CHECK((*last)->key == rows.front().key);  // of what was kept before
}

TEST_CASE("a folder that is not a journal is refused and left as it is", "[journal]") {
  TestFolder folder;
  const auto path = folder / "other";
  fs::create_directory(path);
  write_file(path + "/CURRENT", "MANIFEST-000001\n");
  CHECK(open_fault(path) == path + " is not a journal: it holds CURRENT but no FILLWRIGHT marker");
  CHECK(std::distance(fs::directory_iterator(path), {}) == 1);
  write_file(folder / "file", "text");
  CHECK(open_fault(folder / "file") == (folder / "file") + " is a file, not a journal's folder");
  fs::create_directory(folder / "newer");
  write_file(folder / "newer/FILLWRIGHT", "fillwright journal 2\n");
  CHECK(open_fault(folder / "newer") ==
        (folder / "newer") + "/FILLWRIGHT is not a marker that this version knows");
}

TEST_CASE("what was synced survives the death of the process", "[journal]") {
  TestFolder folder;
  const auto path = folder / "journal";
  write_and_crash(path);
  auto journal = open_rocks_journal(path);
  REQUIRE(journal);
  CHECK((*journal)->durable() == 20);
}

TEST_CASE("a log cut inside what was synced is named, and nothing is repaired", "[journal]") {
  TestFolder folder;
  const auto path = folder / "journal";
  write_and_crash(path);
  const auto logs = files_of(path, ".log");
  REQUIRE(logs.size() == 1);
  const auto whole = read_file(logs[0]);
  write_file(logs[0], whole.substr(0, whole.size() * 2 / 3));
  const auto cut = read_file(logs[0]);
  for (int again = 0; again < 2; ++again) {
    const auto fault = open_fault(path);
    INFO(fault);
    CHECK(fault.find("but seq 20 had been synced") != std::string::npos);
    CHECK(read_file(logs[0]) == cut);
  }
  write_file(logs[0], whole);  // so that a copy of the lost part still helps
  CHECK(open_fault(path).empty());
}

TEST_CASE("a write that was torn before its sync is dropped, and only that", "[journal]") {
  TestFolder folder;
  const auto path = folder / "journal";
  write_and_crash(path);
  const auto logs = files_of(path, ".log");
  REQUIRE(logs.size() == 1);
  // A write under way when the power went: its first bytes are a header that promises more.
  const auto whole = read_file(logs[0]);
  write_file(logs[0], whole + whole.substr(whole.size() - 200, 60));
  auto store = open_rocks_store(path);
  INFO((store ? std::string() : store.error().what));
  REQUIRE(store);
  CHECK(!(*store)->dropped_tail().empty());  // for the engine to record
  auto journal = open_journal(std::move(*store), {});
  REQUIRE(journal);
  CHECK((*journal)->durable() == 20);
  journal->reset();
  CHECK((*open_rocks_store(path))->dropped_tail().empty());
}

TEST_CASE("a flipped bit anywhere in a log or table is named, or harmless", "[journal]") {
  const std::string extension = GENERATE(".log", ".sst");
  TestFolder folder;
  const auto path = folder / "journal";
  write_and_crash(path);
  if (extension == ".sst") REQUIRE(open_rocks_journal(path));  // recovery writes a table
  const auto files = files_of(path, extension);
  REQUIRE_FALSE(files.empty());
  const auto size = fs::file_size(files[0]);
  for (int i = 0; i < 25; ++i) {
    const auto copy = folder / ("copy" + std::to_string(i));
    fs::copy(path, copy, fs::copy_options::recursive);
    const auto target = fs::path(copy) / "db" / files[0].filename();
    auto bytes = read_file(target);
    bytes[size * static_cast<std::size_t>(i) / 25] ^= 0x10;
    write_file(target, bytes);
    check_whole_or_named(copy);
    fs::remove_all(copy);
  }
}

TEST_CASE("missing files are named", "[journal]") {
  TestFolder folder;
  const auto path = folder / "journal";
  write_and_crash(path);
  REQUIRE(open_rocks_journal(path));  // so that there are tables
  const std::string name = GENERATE("head", "FILLWRIGHT", "db/CURRENT", ".sst", "db");
  INFO(name);
  if (name == ".sst")
    fs::remove(files_of(path, ".sst").front());
  else
    fs::remove_all(path + "/" + name);
  const auto fault = open_fault(path);
  INFO(fault);
  CHECK(fault.find(folder / "journal") != std::string::npos);
  CHECK_FALSE(open_rocks_reader(path));
}

TEST_CASE("a damaged head file is named, one good slot is enough", "[journal]") {
  TestFolder folder;
  const auto path = folder / "journal";
  write_and_crash(path);
  auto head = read_file(path + "/head");
  head[5] ^= 1;
  write_file(path + "/head", head);
  CHECK(open_fault(path).empty());
  head[4096 + 5] ^= 1;
  write_file(path + "/head", head);
  CHECK(open_fault(path) == path + "/head is damaged: no slot has a right CRC");
}

}  // namespace fillwright
