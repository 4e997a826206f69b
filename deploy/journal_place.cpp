#include "deploy/journal_place.hpp"

#include <filesystem>

#include "adapters/config/configuration.hpp"
#include "adapters/rocksdb/rocks_block_store.hpp"

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

tl::expected<std::unique_ptr<JournalReader>, std::string> open_journal_place(
    const JournalPlace& place) {
  const auto folder = journal_folder(place);
  if (!folder) return tl::unexpected(folder.error());
  auto reader = open_rocks_reader(*folder);
  if (!reader) return tl::unexpected(to_text(reader.error()));
  return std::move(*reader);
}

}  // namespace fillwright
