// RocksDB's logs are looked over before it reads them: which bytes it would wait for ever at.
#include "adapters/rocksdb/log_headers.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "tests/support/temporary_folder.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {

constexpr std::size_t block = 32'768;

// A record as RocksDB lays it out; the checksum is not looked at.
std::string record(std::uint8_t type, std::size_t length) {
  std::string bytes = "crc!";
  bytes += static_cast<char>(length & 0xFF);
  bytes += static_cast<char>(length >> 8);
  bytes += static_cast<char>(type);
  return bytes + std::string(length, 'x');
}

struct Database {
  TemporaryFolder folder;
  std::optional<std::string> found(const std::string& name, const std::string& content) const {
    const auto file = folder / name;
    std::ofstream(file, std::ios::binary) << content;
    auto result = record_of_reused_log(folder.path().string());
    std::filesystem::remove(file);
    return result;
  }
};

}  // namespace

TEST_CASE("a record of a reused log is named with its file and byte", "[rocks]") {
  const Database database;
  const auto good = record(1, 100);
  for (const std::uint8_t type : {5, 6, 7, 8}) {
    const auto found = database.found("MANIFEST-000005", good + record(type, 10) + good);
    REQUIRE(found);
    CHECK(found->find("MANIFEST-000005 is damaged at byte 107") != std::string::npos);
  }
  CHECK(database.found("000012.log", record(5, 3))->find("000012.log is damaged at byte 0") !=
        std::string::npos);
  // In the second block, behind a record that fills the first.
  const auto whole = record(2, block - 7);
  CHECK(database.found("000012.log", whole + good + record(7, 1))
            ->find("byte " + std::to_string(block + 107)) != std::string::npos);
}

TEST_CASE("logs of ours, and what RocksDB finds itself, are let through", "[rocks]") {
  const Database database;
  const auto good = record(1, 100);
  CHECK_FALSE(record_of_reused_log(database.folder.path().string()));
  CHECK_FALSE(record_of_reused_log((database.folder / "none").string()));
  CHECK_FALSE(database.found("000012.log", ""));
  CHECK_FALSE(database.found("000012.log", good + record(2, 50) + record(3, 50) + record(4, 50)));
  CHECK_FALSE(database.found("000012.log", good + std::string(500, '\0')));  // set aside
  CHECK_FALSE(database.found("000012.log", good + good.substr(0, 50)));      // torn
  CHECK_FALSE(database.found("000012.log", good + good.substr(0, 5)));       // torn header
  CHECK_FALSE(database.found("000012.log", record(9, 4) + record(200, 4)));  // other kinds
  CHECK_FALSE(database.found("000012.log", record(2, block - 7 - 6) + "sixbyt" + good));
  CHECK_FALSE(database.found("000031.sst", record(5, 10)));  // no log
}
