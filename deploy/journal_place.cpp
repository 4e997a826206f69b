#include "deploy/journal_place.hpp"

#include "adapters/config/configuration.hpp"
#include "adapters/rocksdb/rocks_block_store.hpp"

namespace fillwright {

tl::expected<std::string, std::string> journal_folder(const JournalPlace& place) {
  if (!place.journal.empty()) return place.journal;
  const auto loaded = load_configuration({place.config, process_environment(), true});
  if (!loaded.mistakes.empty())
    return tl::unexpected(to_text(loaded.mistakes.front()) +
                          " (`fillwright config check` names every mistake; --journal DIR asks a "
                          "journal without the configuration)");
  return loaded.configuration.process.journal;
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
