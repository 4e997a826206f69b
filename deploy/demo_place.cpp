#include "deploy/demo_place.hpp"

#include <system_error>

#include "adapters/requests/request_folder.hpp"
#include "adapters/rocksdb/rocks_block_store.hpp"
#include "adapters/snapshots/snapshot_folder.hpp"
#include "deploy/operate_alone.hpp"
#include "events/any_event.hpp"

namespace fillwright {

namespace fs = std::filesystem;

tl::expected<fs::path, std::string> find_demo_data() {
  std::error_code error;
  const auto program = fs::read_symlink("/proc/self/exe", error);
  const fs::path places[] = {"data/demo", program.parent_path().parent_path() / "data" / "demo",
                             "/usr/share/fillwright/demo"};
  std::string tried;
  for (const auto& place : places) {
    if (fs::exists(place / "alerts.jsonl", error)) return place;
    tried += (tried.empty() ? "" : ", ") + place.string();
  }
  return tl::unexpected("there is no recorded hour in " + tried + "; name a folder with --data");
}

tl::expected<void, std::string> remove_demo_journal(const fs::path& folder) {
  std::error_code error;
  const auto broker = folder.string() + ".broker";
  const bool is_there = fs::exists(folder, error) && !fs::is_empty(folder, error);
  if (is_there) {
    const auto refuse = [&](const std::string& why) {
      return tl::unexpected(folder.string() + " is not replaced: " + why +
                            "; move it away or name another folder with --journal");
    };
    const auto journal = open_rocks_journal(folder.string());
    if (!journal) return refuse(journal.error().what);
    bool is_demo = true;
    (void)(*journal)->read(1, [&](const Recorded& recorded) {
      if (recorded.type != RunStarted::type_id) return true;
      const auto event = decode_event(recorded.type, recorded.payload);
      const auto* run = event ? std::get_if<RunStarted>(&*event) : nullptr;
      is_demo =
          run != nullptr && (run->clock.starts_with("virtual") || run->clock == operators_clock);
      return is_demo;
    });
    if (!is_demo) return refuse("it holds a run that was no demo");
  } else if (fs::exists(broker, error)) {
    return {};  // whose it is, no journal tells
  }
  fs::remove_all(folder, error);
  fs::remove_all(broker, error);
  fs::remove_all(request_folder_of(folder), error);
  fs::remove_all(views_folder(folder.string()), error);
  if (error) return tl::unexpected(broker + ": " + error.message());
  return {};
}

}  // namespace fillwright
