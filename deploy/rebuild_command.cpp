#include "deploy/rebuild_command.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <optional>

#include "actors/journal/catalog_snapshot.hpp"
#include "actors/journal/checksums.hpp"
#include "actors/journal/recovered.hpp"
#include "adapters/rocksdb/rocks_block_store.hpp"
#include "adapters/rocksdb/rocks_view_store.hpp"
#include "adapters/snapshots/snapshot_folder.hpp"
#include "deploy/journal_views.hpp"
#include "deploy/terminal.hpp"
#include "events/json_writer.hpp"

namespace fillwright {
namespace {

// What was made, and how it compares with what was live.
struct Rebuilt {
  std::string name;
  Seq seq = 0;
  std::string state_hash;          // in hexadecimal, at `seq`
  std::optional<Seq> compared_at;  // nothing: nothing live fitted this journal
  bool is_equal = true;
  double seconds = 0;
};
using Result = tl::expected<Rebuilt, std::string>;

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// All blocks are read and checked again, as if there were no snapshot.
Result rebuild_catalog(const std::string& folder) {
  Rebuilt rebuilt;
  rebuilt.name = "catalog";
  const auto snapshots = make_snapshot_folder(views_folder(folder));
  auto store = open_rocks_store_read_only(folder);
  if (!store) return tl::unexpected(to_text(store.error()));
  const auto witness = (*store)->witness();
  if (!witness) return tl::unexpected(to_text(witness.error()));
  const auto live = load_catalog(*snapshots, **store);
  Catalog catalog;
  Chain chain(catalog);
  if (live) {
    // To the end of the live one first, where the two must be equal.
    const auto read = (*store)->read_blocks(1, [&](const BlockBytes& block) {
      return block.first <= live->end.seq && chain.apply(block).has_value();
    });
    if (read && chain.seq() == live->end.seq) {
      rebuilt.compared_at = chain.seq();
      rebuilt.is_equal =
          encode_catalog(catalog, chain.end()) == encode_catalog(live->catalog, live->end);
    }
  }
  if (const auto folded = fold_stored(**store, *witness, chain); !folded)
    return tl::unexpected("the journal is bad from " + to_text(folded.error()));
  const auto bytes = encode_catalog(catalog, chain.end());
  rebuilt.seq = chain.seq();
  rebuilt.state_hash = to_hex(Sha256()(bytes));
  if (rebuilt.seq == 0) return rebuilt;
  if (const auto saved = snapshots->save(catalog_snapshot, bytes); !saved)
    return tl::unexpected(saved.error());
  return rebuilt;
}

Result rebuild_views(const std::string& folder) {
  Rebuilt rebuilt;
  rebuilt.name = "views";
  const auto journal = open_rocks_reader(folder);
  if (!journal) return tl::unexpected(to_text(journal.error()));
  const auto live_rows = view_rows_folder(folder);
  const auto fresh_rows = live_rows + ".new";
  {
    auto store = open_rocks_views(fresh_rows, ViewAccess::afresh);
    if (!store) return tl::unexpected(store.error());
    Views fresh(**journal, **store);
    ProgressBar bar;
    const auto updated = fresh.update([&](Seq done, Seq last) { bar.show(done, last); });
    bar.clear();
    if (!updated) return tl::unexpected(updated.error());
    if (const auto kept = (*store)->keep(); !kept) return tl::unexpected(kept.error());
    rebuilt.seq = fresh.last();
    const auto hash = fresh.state_hash(fresh.last());
    if (!hash) return tl::unexpected(hash.error());
    if (*hash) rebuilt.state_hash = to_hex(**hash);

    // Bad live rows are what a rebuild is for: they are no error.
    if (const auto live_store = open_rocks_views(live_rows, ViewAccess::read)) {
      Views live(**journal, **live_store);
      const bool is_open = live.open().has_value() && live.last() > 0;
      const auto theirs = live.state_hash(live.last());
      if (is_open && theirs && *theirs) {
        rebuilt.compared_at = live.last();
        const auto ours = fresh.state_hash(live.last());
        rebuilt.is_equal = ours && *ours == *theirs;
      }
    }
  }
  if (const auto swapped = swap_views(fresh_rows, live_rows); !swapped)
    return tl::unexpected(swapped.error());
  return rebuilt;
}

std::string text_of(const Rebuilt& rebuilt) {
  char speed[64];
  std::snprintf(speed, sizeof speed, "%.2f s, %.2f M events/s", rebuilt.seconds,
                static_cast<double>(rebuilt.seq) / 1e6 / std::max(rebuilt.seconds, 1e-9));
  const auto compared =
      !rebuilt.compared_at ? "there was none to compare with"
      : rebuilt.is_equal
          ? "equal to the one before at seq " + std::to_string(*rebuilt.compared_at)
          : "DIFFERENT from the one before at seq " + std::to_string(*rebuilt.compared_at);
  return rebuilt.name + std::string(9 - std::min<std::size_t>(8, rebuilt.name.size()), ' ') +
         "seq " + std::to_string(rebuilt.seq) + ", state " +
         (rebuilt.state_hash.empty() ? "empty" : rebuilt.state_hash) + ", " + compared + "; " +
         speed + "\n";
}

void write(JsonWriter& w, const Rebuilt& rebuilt) {
  w.begin_object();
  w.field("name", rebuilt.name);
  w.field("seq", rebuilt.seq);
  w.field("state_hash", rebuilt.state_hash);
  w.field("compared_at", rebuilt.compared_at);
  w.field("is_equal", rebuilt.compared_at ? std::optional(rebuilt.is_equal) : std::nullopt);
  w.end_object();
}

struct Kind {
  std::string name;
  Result (*make)(const std::string& folder);
};
const std::vector<Kind>& kinds() {
  static const std::vector<Kind> all{{"catalog", rebuild_catalog}, {"views", rebuild_views}};
  return all;
}

}  // namespace

int rebuild(const JournalPlace& place, const std::vector<std::string>& names, bool is_json) {
  for (const auto& name : names)
    if (std::ranges::find(kinds(), name, &Kind::name) == kinds().end())
      return fail("nothing called \"" + name +
                  "\" is derived from a journal; there is catalog, "
                  "and views");
  const auto folder = journal_folder(place);
  if (!folder) return fail(folder.error());
  std::string out = is_json ? "[" : "";
  bool is_equal = true;
  bool is_first = true;
  for (const auto& kind : kinds()) {
    if (!names.empty() && std::ranges::find(names, kind.name) == names.end()) continue;
    const auto start = std::chrono::steady_clock::now();
    auto rebuilt = kind.make(*folder);
    if (!rebuilt) return fail(rebuilt.error());
    rebuilt->seconds = seconds_since(start);
    is_equal = is_equal && rebuilt->is_equal;
    if (is_json) {
      if (!is_first) out += ",\n";
      JsonWriter w(out);
      write(w, *rebuilt);
    } else {
      out += text_of(*rebuilt);
    }
    is_first = false;
  }
  Output output;
  output.add(is_json ? out + "]\n" : out);
  return output.end(is_equal ? exit_ok : exit_failed);
}

}  // namespace fillwright
