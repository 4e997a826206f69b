// Journals as they stand on disks out there: each file of tests/replay/golden holds all blocks of
// one. They are read, verified and decided again for ever. FILLWRIGHT_GOLDEN=create adds what is
// missing and changes nothing.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "adapters/config/configuration.hpp"
#include "deploy/recorded_rules.hpp"
#include "replay/verify.hpp"
#include "tests/replay/decisions_support.hpp"
#include "tests/support/places.hpp"

using namespace fillwright;
using namespace fillwright::test;
namespace fs = std::filesystem;

namespace {

const fs::path folder = fs::path(source_folder()) / "tests/replay/golden";
constexpr auto advice =
    "; to add it: FILLWRIGHT_GOLDEN=create build/tests/replay/golden_journal_tests, then commit "
    "the file";

constexpr auto configuration = R"(
[account]
id = "paper"
[alerts]
free_text = true
users = ["anna"]
channels = ["room"]
[size]
percent = 1
[risk]
max_open_positions = 2
[exits]
stop_loss = 10
)";

std::string from_hex(std::string_view hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
  return bytes;
}

// A line "identity LOG_ID EPOCH"; a "block FIRST BYTES HASH" each; a "key NAME FIRST LAST CONTENT"
// for each idempotency key; and, once this program decides otherwise on purpose, a "differs SEQ
// WHY".
struct Golden {
  std::shared_ptr<MemoryDisk> disk = std::make_shared<MemoryDisk>();
  Seq differs = 0;
};

Golden read_golden(const fs::path& path) {
  Golden golden;
  std::ifstream file(path);
  std::string line;
  while (std::getline(file, line)) {
    std::istringstream words(line);
    std::string kind, bytes, hash;
    Seq first = 0;
    words >> kind;
    if (kind == "identity") {
      golden.disk->identity.emplace();
      words >> golden.disk->identity->log_id >> golden.disk->identity->epoch;
    } else if (kind == "block") {
      words >> first >> bytes >> hash;
      golden.disk->blocks[first] = {from_hex(bytes), from_hex(hash)};
    } else if (kind == "key") {
      std::string name;
      KeyRecord record;
      words >> name >> record.first >> record.last >> hash;
      record.content = from_hex(hash);
      golden.disk->keys[name] = record;
    } else if (kind == "differs") {
      words >> golden.differs;
    }
  }
  return golden;
}

void write_golden(const fs::path& path, const MemoryDisk& disk) {
  fs::create_directories(path.parent_path());
  std::ofstream file(path);
  file << "identity " << disk.identity->log_id << ' ' << disk.identity->epoch << '\n';
  for (const auto& [first, block] : disk.blocks)
    file << "block " << first << ' ' << to_text(Bytes{block.bytes}) << ' '
         << to_text(Bytes{block.hash}) << '\n';
  for (const auto& [name, record] : disk.keys)
    file << "key " << name << ' ' << record.first << ' ' << record.last << ' '
         << to_text(Bytes{record.content}) << '\n';
}

// A call that is refused, one that is walked, bought and stopped out over a restart, one that the
// operator takes back.
void record_first(EngineWorld& world) {
  const auto loaded = read_configuration(configuration, {});
  for (const auto& mistake : loaded.mistakes) FAIL(to_text(mistake));
  world.settings = loaded.configuration.settings;
  world.run.configuration = loaded.values;
  world.run.configuration.push_back("calendar = " + world.calendar.version);
  world.run.run_id = "1";
  world.run.program_version = "0.1.0";
  world.begin();
  world.say("BTO AMD 100c 12/18");
  world.say("good morning");
  world.run_for(seconds(25));
  world.buy_all();
  world.restart();
  world.run_for(seconds(5));
  world.set_quote("2.00", "2.10");
  world.run_for(seconds(30));
  world.set_quote("2.40", "2.60");
  world.say("BTO F 12p 12/18 @ 2.50");
  world.run_for(seconds(10));
  OperatorAsked asked;
  asked.request_id = "r1";
  asked.action = OperatorAction::cancel_all;
  asked.by = "operator";
  asked.why = "the day is over";
  world.engine->ask(asked);
  world.run_for(seconds(5));
  world.engine->stop("the end");
  REQUIRE(world.all<OrderFilled>().size() >= 2);
  REQUIRE(!world.all<ExitTriggered>().empty());
}

bool is_creating() {
  const char* wish = std::getenv("FILLWRIGHT_GOLDEN");
  return wish && std::string_view(wish) == "create";
}

}  // namespace

TEST_CASE("a journal of each version is kept", "[golden]") {
  const auto path = folder / "call_to_stop_1.hex";
  if (is_creating() && !fs::exists(path)) {
    EngineWorld world;
    record_first(world);
    write_golden(path, *world.disk);
  }
  INFO(path.string() << " is missing" << advice);
  CHECK(fs::exists(path));
}

TEST_CASE("golden journals verify, and are decided again", "[golden]") {
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() != ".hex") continue;
    INFO(entry.path().string());
    const auto golden = read_golden(entry.path());
    const auto store = make_memory_store(golden.disk);
    const auto verified = verify(*store);
    REQUIRE(verified);
    CHECK(verified->events > 100);

    const auto reader = open_journal_reader(make_memory_store(golden.disk));
    REQUIRE(reader);
    DecisionReplayOptions options;
    options.rules_of = recorded_rules;
    const auto replayed = replay_decisions(**reader, options);
    REQUIRE(replayed);
    INFO(replay_text(**reader, *replayed));
    INFO("Decided otherwise on purpose? Then say so in the file: differs SEQ WHY.");
    CHECK((replayed->difference ? replayed->difference->seq : 0) == golden.differs);
    CHECK(replayed->compared > 0);
    CHECK(replayed->unrecorded == 0);
  }
}
