#include "deploy/journal_views.hpp"

#include "adapters/rocksdb/rocks_view_store.hpp"
#include "adapters/snapshots/snapshot_folder.hpp"
#include "deploy/terminal.hpp"

namespace fillwright {
namespace {

using Progress = std::function<void(Seq done, Seq last)>;

// What is wrong with them, or nothing.
tl::expected<void, std::string> bring_up(Views& views, bool may_write, const Progress& progress) {
  if (const auto opened = views.open(); !opened) return opened;
  if (may_write)
    if (const auto updated = views.update(progress); !updated) return updated;
  return views.read_tail();
}

std::unique_ptr<JournalViews> open_as(const JournalReader& journal, const std::string& folder,
                                      ViewAccess access, const Progress& progress,
                                      std::string& problem) {
  auto store = open_rocks_views(folder, access);
  if (!store) {
    problem = store.error();
    return nullptr;
  }
  auto opened = std::make_unique<JournalViews>();
  opened->store = std::move(*store);
  opened->views = std::make_unique<Views>(journal, *opened->store);
  const auto brought = bring_up(*opened->views, access != ViewAccess::read, progress);
  if (brought) return opened;
  problem = brought.error();
  return nullptr;
}

}  // namespace

std::string view_rows_folder(const std::string& journal_folder) {
  return views_folder(journal_folder) + "/rows";
}

std::unique_ptr<JournalViews> open_views(const JournalReader& journal,
                                         const std::string& journal_folder,
                                         const Progress& progress) {
  // Events that were fed have no hashes to which views could be checked.
  if (journal.durable() < worth_views || !journal.block_hash(0)) return nullptr;
  const auto folder = view_rows_folder(journal_folder);
  std::string problem;
  if (auto views = open_as(journal, folder, ViewAccess::write, progress, problem)) return views;
  // Another process writes them, or we may not: or they are bad.
  std::string why_not_read;
  if (auto views = open_as(journal, folder, ViewAccess::read, progress, why_not_read)) return views;
  auto views = open_as(journal, folder, ViewAccess::afresh, progress, why_not_read);
  if (views) print_error("the views in " + folder + " did not fit and were made again: " + problem);
  return views;
}

}  // namespace fillwright
