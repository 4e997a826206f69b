#include "deploy/journal_place.hpp"

#include <filesystem>

#include "adapters/config/configuration.hpp"
#include "adapters/rocksdb/rocks_block_store.hpp"
#include "adapters/rocksdb/rocks_view_store.hpp"
#include "replay/views/fed_journal.hpp"

namespace fillwright {

namespace {

tl::expected<ProcessSettings, std::string> configured(const JournalPlace& place) {
  auto loaded = load_configuration({place.config, process_environment(), true});
  if (!loaded.mistakes.empty())
    return tl::unexpected(to_text(loaded.mistakes.front()) +
                          " (`fillwright config check` names every mistake; --journal DIR asks a "
                          "journal without the configuration)");
  return std::move(loaded.configuration.process);
}

}  // namespace

tl::expected<std::string, std::string> journal_folder(const JournalPlace& place) {
  if (!place.journal.empty()) return place.journal;
  const auto process = configured(place);
  if (!process) return tl::unexpected(process.error());
  return process->journal;
}

std::string heads_file_of(const std::string& journal, const std::string& heads_folder) {
  auto path = std::filesystem::path(journal).lexically_normal();
  if (!path.has_filename()) path = path.parent_path();  // "journal/"
  const auto name = path.filename().string() + ".heads";
  return (heads_folder.empty() ? path.parent_path() / name
                               : std::filesystem::path(heads_folder) / name)
      .string();
}

tl::expected<std::string, std::string> heads_file(const JournalPlace& place) {
  if (!place.journal.empty() && place.config.empty()) return heads_file_of(place.journal, "");
  const auto process = configured(place);
  if (!process) return tl::unexpected(process.error());
  return heads_file_of(place.journal.empty() ? process->journal : place.journal,
                       process->heads_folder);
}

std::string to_text(const JournalFault& fault) {
  return fault.seq == 0 ? fault.what : "seq " + std::to_string(fault.seq) + ": " + fault.what;
}

std::string fed_rows_folder(const std::string& folder) { return folder + "/fed"; }

namespace {

tl::expected<std::unique_ptr<JournalReader>, std::string> open_fed_journal(
    const std::string& folder) {
  auto store = open_rocks_views(fed_rows_folder(folder), ViewAccess::read);
  if (!store) return tl::unexpected(store.error());
  auto journal = std::make_unique<FedJournal>(std::move(*store));
  if (const auto opened = journal->open(); !opened) return tl::unexpected(opened.error());
  if (journal->durable() == 0)
    return tl::unexpected(folder + " holds no events: nothing was taken in yet");
  return journal;
}

}  // namespace

tl::expected<std::unique_ptr<JournalReader>, std::string> open_journal_place(
    const JournalPlace& place) {
  const auto folder = journal_folder(place);
  if (!folder) return tl::unexpected(folder.error());
  if (std::error_code error; std::filesystem::exists(fed_rows_folder(*folder), error))
    return open_fed_journal(*folder);
  auto reader = open_rocks_reader(*folder);
  if (!reader) return tl::unexpected(to_text(reader.error()));
  return std::move(*reader);
}

}  // namespace fillwright
