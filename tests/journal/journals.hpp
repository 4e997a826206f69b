// What the journal's tests share: places where a journal lives, for every store, and short appends.
#pragma once

#include <catch2/catch.hpp>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "adapters/memory/memory_block_store.hpp"
#include "adapters/rocksdb/rocks_block_store.hpp"

namespace fillwright {

// A folder that is removed with it.
class TestFolder {
 public:
  TestFolder() {
    path_ = (std::filesystem::temp_directory_path() / "fillwright-test-XXXXXX").string();
    if (!::mkdtemp(path_.data())) FAIL("no temporary folder");
  }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;
  ~TestFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

// Where a journal lives on after it was closed.
struct Place {
  virtual ~Place() = default;
  virtual tl::expected<std::unique_ptr<BlockStore>, JournalFault> store() = 0;
  virtual tl::expected<std::unique_ptr<JournalReader>, JournalFault> reader() = 0;

  std::unique_ptr<Journal> open(JournalOptions options = {}) {
    if (!options.log_id) options.log_id = 0x1122334455667788;
    auto opened = store();
    INFO((opened ? std::string() : opened.error().what));
    REQUIRE(opened);
    auto journal = open_journal(std::move(*opened), std::move(options));
    INFO((journal ? std::string() : journal.error().what));
    REQUIRE(journal);
    return std::move(*journal);
  }
};

struct MemoryPlace final : Place {
  std::shared_ptr<MemoryDisk> disk = std::make_shared<MemoryDisk>();
  tl::expected<std::unique_ptr<BlockStore>, JournalFault> store() override {
    return make_memory_store(disk);
  }
  tl::expected<std::unique_ptr<JournalReader>, JournalFault> reader() override {
    return open_journal_reader(make_memory_store(disk));
  }
};

struct RocksPlace final : Place {
  TestFolder folder;
  std::string path() const { return folder / "journal"; }
  tl::expected<std::unique_ptr<BlockStore>, JournalFault> store() override {
    return open_rocks_store(path());
  }
  tl::expected<std::unique_ptr<JournalReader>, JournalFault> reader() override {
    return open_rocks_reader(path());
  }
};

inline std::unique_ptr<Place> make_place(const std::string& store) {
  if (store == "memory") return std::make_unique<MemoryPlace>();
  return std::make_unique<RocksPlace>();
}

inline NewEvent event(std::string payload, TypeId type = 7) {
  NewEvent event;
  event.type = type;
  event.payload = std::move(payload);
  event.event_time = Timestamp{1'700'000'000'000'000'000};
  event.principal = "operator";
  return event;
}

// One stream, one event a payload.
inline Append append_of(const std::string& stream, const std::vector<std::string>& payloads,
                        Version expected = any_version, const std::string& key = {}) {
  Append append;
  append.idempotency_key = key;
  auto& part = append.streams.emplace_back();
  part.stream = stream;
  part.expected = expected;
  for (const auto& payload : payloads) part.events.push_back(event(payload));
  return append;
}

inline Timestamp at(std::int64_t second) { return {(1'700'000'000 + second) * 1'000'000'000}; }

// What a visitor sees, kept.
struct Seen {
  Seq seq;
  std::string stream;
  Version version;
  std::string payload;
  bool operator==(const Seen&) const = default;
};
inline std::vector<Seen> read_all(const JournalReader& journal, Seq from = 1) {
  std::vector<Seen> seen;
  const auto read = journal.read(from, [&](const Recorded& record) {
    seen.push_back({record.seq, journal.stream_name(record.stream), record.version,
                    std::string(record.payload)});
    return true;
  });
  INFO((read ? std::string() : read.error().what));
  REQUIRE(read);
  return seen;
}
inline std::vector<std::string> payloads_of(const JournalReader& journal, const std::string& stream,
                                            Version from = 1) {
  std::vector<std::string> payloads;
  const auto read = journal.read_stream(stream, from, [&](const Recorded& record) {
    payloads.emplace_back(record.payload);
    return true;
  });
  INFO((read ? std::string() : read.error().what));
  REQUIRE(read);
  return payloads;
}

}  // namespace fillwright
