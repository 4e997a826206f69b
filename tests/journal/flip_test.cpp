// Every byte of a small journal, and of its signed heads, is flipped, one at a time: the flip is
// found and the event that is named is right, or every event reads back as it was.
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>

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

struct SmallJournal {
  TemporaryFolder folder;
  std::string journal = (folder / "journal").string();
  std::string heads = (folder / "heads").string();
  std::vector<Seen> events;

  // The first life's events are in tables, the last one's in the log.
  SmallJournal() {
    (void)signer();  // the same in all lives
    for (int life = 1; life <= 2; ++life) {
      const auto child = ::fork();
      REQUIRE(child >= 0);
      if (child == 0) live(journal, heads, life);
      int status = 0;
      REQUIRE(::waitpid(child, &status, 0) == child);
      REQUIRE(status == 0);
    }
    events = *seen();
    REQUIRE(events.size() == 8);
    REQUIRE(verdict() == "");
  }

  // What can be read, up to the first fault.
  std::optional<std::vector<Seen>> seen() const {
    const auto reader = open_rocks_reader(journal);
    if (!reader) return std::nullopt;
    std::vector<Seen> found;
    (void)(*reader)->read(1, [&](const Recorded& record) {
      found.push_back({record.seq, (*reader)->stream_name(record.stream), record.version,
                       std::string(record.payload)});
      return true;
    });
    return found;
  }

  // What `verify --heads` says; empty: all is well. `bad` is the seq that it names.
  std::string verdict(Seq* bad = nullptr) const {
    auto known = read_heads(heads);
    if (!known) return known.error();
    for (const auto& head : *known)
      if (auto problem = signature_problem(head, *signer()); !problem.empty()) return problem;
    const auto store = open_rocks_store_read_only(journal);
    if (!store) return store.error().what;
    const auto verified = verify(**store, {std::move(*known), {}});
    if (!verified) {
      if (bad) *bad = verified.error().seq;
      return verified.error().what.empty() ? "nothing said" : verified.error().what;
    }
    return verified->events == 8 ? "" : "not all events, and nothing said";
  }
};

class Flip {
 public:
  Flip(const fs::path& file, std::size_t place) : place_(static_cast<off_t>(place)) {
    file_ = ::open(file.c_str(), O_RDWR | O_CLOEXEC);
    REQUIRE(file_ >= 0);
    REQUIRE(::pread(file_, &before_, 1, place_) == 1);
    const auto changed = static_cast<char>(before_ ^ (1 << (place % 8)));
    REQUIRE(::pwrite(file_, &changed, 1, place_) == 1);
  }
  Flip(const Flip&) = delete;
  Flip& operator=(const Flip&) = delete;
  ~Flip() {
    const auto written = ::pwrite(file_, &before_, 1, place_);
    ::close(file_);
    if (written != 1) std::abort();
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
  if (!is_tables) files.push_back(place.heads);
  std::sort(files.begin(), files.end());
  return files;
}

// The event that is named is right: those before it are as they were, and it is not, unless it is
// not an event but an index, or a head, that is wrong with it.
void check_seq(const SmallJournal& place, Seq bad, const std::string& what) {
  const auto found = place.seen();
  if (!found) return;  // cannot even be opened to read
  for (Seq seq = 1; seq < bad && seq <= place.events.size(); ++seq) {
    REQUIRE(found->size() >= seq);
    REQUIRE((*found)[seq - 1] == place.events[seq - 1]);
  }
  const bool is_read = bad >= 1 && bad <= found->size();
  const bool is_about_event = what.find("key") == std::string::npos &&
                              what.find("head") == std::string::npos &&
                              what.find("root") == std::string::npos;
  if (is_read && is_about_event) REQUIRE((*found)[bad - 1] != place.events[bad - 1]);
}

void flip_all(const SmallJournal& place, const std::vector<fs::path>& files) {
  for (const auto& file : files) {
    const auto size = fs::file_size(file);
    std::uint64_t found = 0, named = 0, harmless = 0;
    for (std::size_t i = 0; i < size; ++i) {
      INFO(file.filename().string() << " byte " << i);
      const Flip flip(file, i);
      Seq bad = 0;
      const auto what = place.verdict(&bad);
      INFO(what);
      if (what.empty()) {
        ++harmless;
        REQUIRE(place.seen() == place.events);
        continue;
      }
      REQUIRE(what.find("nothing said") == std::string::npos);
      ++found;
      if (bad == 0) continue;
      ++named;
      check_seq(place, bad, what);
    }
    std::cout << "  " << file.filename().string() << ": " << size << " bytes, " << found
              << " found, " << named << " with their event, " << harmless << " harmless\n";
  }
}

}  // namespace

TEST_CASE("every flipped byte of a table is found, or harmless to every event", "[tables]") {
  if (!is_chosen("tables")) return;
  const SmallJournal place;
  const auto files = files_of(place, true);
  REQUIRE(files.size() >= 3);
  flip_all(place, files);
}

TEST_CASE("every flipped byte of log, manifest, marker, witness or heads is found, or harmless",
          "[rest]") {
  if (!is_chosen("rest")) return;
  const SmallJournal place;
  const auto files = files_of(place, false);
  REQUIRE(files.size() >= 6);
  flip_all(place, files);
}

TEST_CASE("a writer opens no flipped log with fewer events", "[rest]") {
  if (!is_chosen("rest")) return;
  const SmallJournal place;
  const auto heads = *read_heads(place.heads);
  std::size_t opened = 0, refused = 0;
  for (const auto& file : files_of(place, false)) {
    if (file.extension() != ".log") continue;
    // Opening writes much: every few bytes have to do.
    for (std::size_t i = 0; i < fs::file_size(file); i += 7) {
      INFO(file.filename().string() << " byte " << i);
      const TestFolder folder;
      const auto copy = folder / "journal";
      fs::copy(place.journal, copy, fs::copy_options::recursive);
      auto bytes = read_file(file);
      bytes[i] = static_cast<char>(bytes[i] ^ (1 << (i % 8)));
      write_file(fs::path(copy) / "db" / file.filename(), bytes);
      JournalOptions options;
      options.heads = heads;
      const auto journal = open_rocks_journal(copy, std::move(options));
      journal ? ++opened : ++refused;
      if (journal)
        REQUIRE(read_all(**journal) == place.events);
      else
        REQUIRE_FALSE(journal.error().what.empty());
    }
  }
  CHECK(refused > opened);
}

}  // namespace fillwright
