// Every byte of a small journal, and of its signed heads, is flipped, one at a time: the flip is
// found and the event that is named is right, or every event reads back as it was.
#include <fcntl.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <map>

#include "actors/journal/sealer.hpp"
#include "adapters/heads/heads_file.hpp"
#include "adapters/sodium/ed25519.hpp"
#include "replay/verify.hpp"
#include "tests/journal/journals.hpp"
#include "tests/support/temporary_folder.hpp"

namespace fillwright {
namespace {

namespace fs = std::filesystem;

const std::unique_ptr<Signer>& signer() {
  static const auto made = *signer_of(make_signing_key());
  return made;
}

// FILLWRIGHT_FLIPS chooses "tables" or the "rest", so that both run side by side.
bool is_chosen(const std::string& part) {
  const auto* chosen = std::getenv("FILLWRIGHT_FLIPS");
  return chosen == nullptr || part == chosen;
}

void require(bool is_right, int code) {
  if (!is_right) ::_exit(code);
}

// One life of a writer, which seals, signs and dies.
void live(const std::string& journal, const std::string& heads_file, int life) {
  auto store = open_rocks_store(journal);
  require(store.has_value(), 1);
  auto& blocks = **store;
  auto opened = open_journal(std::move(*store), {});
  require(opened.has_value(), 2);
  for (int i = 0; i < 2; ++i) {
    auto append = append_of("order/" + std::to_string(i), {"placed", "filled"}, any_version,
                            i == 0 ? "alert " + std::to_string(life) : "");
    append.timers.push_back({"order/1#step", at(life), 1});
    require((*opened)->append(append).has_value() && (*opened)->commit(at(10 * life + i)), 3);
  }
  auto sealer = Sealer::open(**opened, blocks, {50, 300});
  require(sealer.has_value(), 4);
  for (auto more = (*sealer)->step(); !more || *more; more = (*sealer)->step())
    require(more.has_value(), 5);
  auto heads = HeadsFile::open(heads_file);
  require(heads && heads->append((*sealer)->signed_head(at(life), *signer())), 6);
  ::_exit(0);
}

// Does `work` in a child process, and tells `hear` line by line what it writes. RocksDB 7.8 has
// assertions that some damage fails: whoever opens a damaged journal must be able to lose a
// process. Then the lines just end, and the signal that ended it is returned; else 0.
int in_child(const std::function<void(int out)>& work,
             const std::function<void(std::string_view line)>& hear) {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  const auto child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    ::dup2(nowhere, STDERR_FILENO);
    for (const int number : {SIGABRT, SIGSEGV}) std::signal(number, SIG_DFL);  // not Catch2's
    work(ends[1]);
    ::_exit(0);
  }
  ::close(ends[1]);
  std::string said;
  char room[4096];
  for (ssize_t size = 0; (size = ::read(ends[0], room, sizeof room)) > 0;) {
    said.append(room, static_cast<std::size_t>(size));
    std::size_t begin = 0;
    for (auto end = said.find('\n'); end != std::string::npos; end = said.find('\n', begin)) {
      hear(std::string_view(said).substr(begin, end - begin));
      begin = end + 1;
    }
    said.erase(0, begin);
  }
  ::close(ends[0]);
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE((!WIFEXITED(status) || WEXITSTATUS(status) == 0));
  return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

void nothing_heard(std::string_view) {}

// The signal comes when this process, from now on, has used so much of the processor.
void limit_processor_time(time_t seconds) {
  const itimerval limit{{0, 0}, {seconds, 0}};
  require(::setitimer(ITIMER_PROF, &limit, nullptr) == 0, 8);
}

struct SmallJournal {
  TemporaryFolder folder;
  std::string journal = (folder / "journal").string();
  std::string heads = (folder / "heads").string();
  std::vector<Seen> events;

  // The first life's events are in tables, the last one's in the log.
  SmallJournal() {
    (void)signer();  // the same in all lives
    for (int life = 1; life <= 2; ++life) {
      REQUIRE(in_child([&](int) { live(journal, heads, life); }, nothing_heard) == 0);
      for (int i = 0; i < 2; ++i)
        for (const auto* payload : {"placed", "filled"})
          events.push_back({events.size() + 1, "order/" + std::to_string(i),
                            static_cast<Version>(2 * life - (payload[0] == 'p' ? 1 : 0)), payload});
    }
    REQUIRE(in_child([&](int) { require(judge() == "harmless", 7); }, nothing_heard) == 0);
  }

  // What can be read, up to the first fault; nothing when it cannot be opened.
  static std::optional<std::vector<Seen>> seen(std::unique_ptr<BlockStore> store) {
    const auto reader = open_journal_reader(std::move(store));
    if (!reader) return std::nullopt;
    std::vector<Seen> found;
    (void)(*reader)->read(1, [&](const Recorded& record) {
      found.push_back({record.seq, (*reader)->stream_name(record.stream), record.version,
                       std::string(record.payload)});
      return true;
    });
    return found;
  }

  // What `verify --heads` makes of it: "harmless" (and so it is), "found", "named" with the right
  // event, or what is wrong with that verdict.
  std::string judge() const {
    auto known = read_heads(heads);
    if (!known) return "found";
    for (const auto& head : *known)
      if (!signature_problem(head, *signer()).empty()) return "found";
    auto store = open_rocks_store_read_only(journal);
    if (!store) return judge_opening(store.error());
    const auto verified = verify(**store, {std::move(*known), {}});
    if (verified)
      return seen(std::move(*store)) == events ? "harmless" : "events differ, and nothing was said";
    if (verified.error().what.empty()) return "verify says nothing";
    return verified.error().seq == 0 ? "found" : judge_seq(verified.error(), std::move(*store));
  }

  // Only a damaged log has a name, and only the last life's events are in it: two appends of two.
  static std::string judge_opening(const JournalFault& fault) {
    if (fault.what.empty()) return "opening says nothing";
    if (fault.seq == 0) return "found";
    const bool begins_append = fault.seq == 5 || fault.seq == 7;
    return begins_append ? "named" : "opening names seq " + std::to_string(fault.seq);
  }

  // The event that is named is right: those before it are as they were, and it is not, unless it is
  // not an event but an index, or a head, that is wrong with it.
  std::string judge_seq(const JournalFault& fault, std::unique_ptr<BlockStore> store) const {
    const auto found = seen(std::move(store));
    if (!found) return "named";
    const auto said = "seq " + std::to_string(fault.seq) + ": " + fault.what;
    for (Seq seq = 1; seq < fault.seq && seq <= events.size(); ++seq)
      if (found->size() < seq || (*found)[seq - 1] != events[seq - 1])
        return "an event before the one named is bad: " + said;
    const bool is_about_event = fault.what.find("key") == std::string::npos &&
                                fault.what.find("head") == std::string::npos &&
                                fault.what.find("root") == std::string::npos;
    const bool is_read = fault.seq <= found->size();
    if (is_read && is_about_event && (*found)[fault.seq - 1] == events[fault.seq - 1])
      return "the event that is named is as it was: " + said;
    return "named";
  }
};

class Flip {
 public:
  Flip(const fs::path& file, std::size_t place) : place_(static_cast<off_t>(place)) {
    file_ = ::open(file.c_str(), O_RDWR | O_CLOEXEC);
    require(file_ >= 0 && ::pread(file_, &before_, 1, place_) == 1, 2);
    const auto changed = static_cast<char>(before_ ^ (1 << (place % 8)));
    require(::pwrite(file_, &changed, 1, place_) == 1, 3);
  }
  Flip(const Flip&) = delete;
  Flip& operator=(const Flip&) = delete;
  ~Flip() {
    require(::pwrite(file_, &before_, 1, place_) == 1, 4);
    ::close(file_);
  }

 private:
  int file_;
  off_t place_;
  char before_ = 0;
};

// The files that hold the journal, by part. The options that RocksDB writes down, its own log and
// its lock are read by nobody.
std::vector<fs::path> files_of(const SmallJournal& place, bool is_tables) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(place.journal)) {
    const auto name = entry.path().filename().string();
    const bool is_left_out = !entry.is_regular_file() || name.starts_with("OPTIONS") ||
                             name.starts_with("LOG") || name == "LOCK" || name == "writer.lock";
    if (!is_left_out && (entry.path().extension() == ".sst") == is_tables)
      files.push_back(entry.path());
  }
  if (!is_tables) files.emplace_back(place.heads);
  std::sort(files.begin(), files.end());
  return files;
}

// Flips the bytes from `from` on, in one child, for as long as it lives. The verdicts, in order.
std::vector<std::string> flip_from(const SmallJournal& small, const fs::path& file,
                                   std::size_t from, std::size_t size) {
  std::vector<std::string> verdicts;
  const auto signal = in_child(
      [&](int out) {
        // A reader that gives up leaves its temporary folder behind.
        ::setenv("TMPDIR", fs::path(small.journal).parent_path().c_str(), 1);
        for (auto i = from; i < size; ++i) {
          const Flip flip(file, i);
          limit_processor_time(2);
          const auto line = small.judge() + '\n';
          require(::write(out, line.data(), line.size()) == static_cast<ssize_t>(line.size()), 1);
        }
      },
      [&](std::string_view line) { verdicts.emplace_back(line); });
  if (signal != 0) verdicts.emplace_back(signal == SIGPROF ? "read for ever" : "gave up");
  return verdicts;
}

void flip_all(const SmallJournal& small, const std::vector<fs::path>& files) {
  for (const auto& file : files) {
    const auto bytes = read_file(file);
    std::map<std::string, std::uint64_t> counts;
    for (std::size_t i = 0; i < bytes.size();) {
      const auto verdicts = flip_from(small, file, i, bytes.size());
      write_file(file, bytes);  // a child that was ended has not put it right
      for (const auto& verdict : verdicts) {
        INFO(file.filename().string() << " byte " << i++ << ": " << verdict);
        REQUIRE((verdict == "harmless" || verdict == "found" || verdict == "named" ||
                 verdict == "gave up"));
        ++counts[verdict];
      }
    }
    if (file.extension() == ".log") CHECK(counts["named"] > 0);
    // RocksDB's own assertions, in the one block of a table that it looks at before its checksum.
    if (counts.contains("gave up")) CHECK(counts["gave up"] <= 2);
    std::cout << "  " << file.filename().string() << ": " << bytes.size() << " bytes";
    for (const auto& [what, count] : counts) std::cout << ", " << count << ' ' << what;
    std::cout << std::endl;
  }
}

}  // namespace

TEST_CASE("every flipped byte of a table is found, or harmless to every event", "[tables]") {
  if (!is_chosen("tables")) return;
  const SmallJournal small;
  const auto files = files_of(small, true);
  REQUIRE(files.size() >= 3);
  flip_all(small, files);
}

TEST_CASE("every flipped byte of log, manifest, marker, witness or heads is found, or harmless",
          "[rest]") {
  if (!is_chosen("rest")) return;
  const SmallJournal small;
  const auto files = files_of(small, false);
  REQUIRE(files.size() >= 6);
  flip_all(small, files);
}

TEST_CASE("a writer opens no flipped log with fewer events", "[rest]") {
  if (!is_chosen("rest")) return;
  const SmallJournal small;
  const auto heads = *read_heads(small.heads);
  std::size_t opened = 0, refused = 0;
  for (const auto& file : files_of(small, false)) {
    if (file.extension() != ".log") continue;
    // Opening writes much: every few bytes have to do.
    for (std::size_t i = 0; i < fs::file_size(file); i += 7) {
      INFO(file.filename().string() << " byte " << i);
      const TestFolder folder;
      const auto copy = folder / "journal";
      fs::copy(small.journal, copy, fs::copy_options::recursive);
      auto bytes = read_file(file);
      bytes[i] = static_cast<char>(bytes[i] ^ (1 << (i % 8)));
      write_file(fs::path(copy) / "db" / file.filename(), bytes);
      JournalOptions options;
      options.heads = heads;
      const auto journal = open_rocks_journal(copy, std::move(options));
      journal ? ++opened : ++refused;
      if (journal)
        REQUIRE(read_all(**journal) == small.events);
      else
        REQUIRE_FALSE(journal.error().what.empty());
    }
  }
  CHECK(refused > opened);
}

}  // namespace fillwright
