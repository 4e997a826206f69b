// Zips are read, and what is wrong with one is a sentence, bombs included.
#include "adapters/lean/zip_archive.hpp"

#include <catch2/catch.hpp>

#include "tests/adapters/lean/write_zip.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace fillwright;
using namespace fillwright::test;

TEST_CASE("entries come by name, whole", "[lean]") {
  const TemporaryFolder folder;
  const std::string large(300'000, 'x');
  write_zip(folder / "a.zip", {{"b.csv", large}, {"a.csv", "hello\n"}, {"empty.csv", ""}});
  const auto archive = ZipArchive::open(folder / "a.zip").value();
  REQUIRE(archive.entries().size() == 3);
  std::string bytes;
  REQUIRE(archive.read(archive.entries()[0], bytes));
  CHECK(bytes == "hello\n");
  REQUIRE(archive.read(archive.entries()[1], bytes));
  CHECK(bytes == large);
  REQUIRE(archive.read(archive.entries()[2], bytes));
  CHECK(bytes.empty());
}

TEST_CASE("a zip bomb is named before anything is unpacked", "[lean]") {
  const TemporaryFolder folder;
  const auto path = folder / "bomb.zip";
  write_zip(path, {{"a.csv", "1\n"}, {"bomb.csv", std::string(20 << 20, '0')}});
  CHECK_THAT(ZipArchive::open(path).error(), Catch::Contains("bomb.zip"));
  CHECK_THAT(ZipArchive::open(path).error(), Catch::Contains("bomb.csv"));
  CHECK_THAT(ZipArchive::open(path).error(), Catch::Contains("a zip bomb?"));
  ZipLimits limits;
  limits.most_entry_bytes = 10 << 20;
  CHECK_THAT(ZipArchive::open(path, limits).error(), Catch::Contains("would unpack to 20971520"));
  limits = {};
  limits.free_bytes = limits.most_bytes = 15 << 20;
  limits.most_ratio = 100'000;
  CHECK_THAT(ZipArchive::open(path, limits).error(), Catch::Contains("it would unpack to more"));
  limits = {};
  limits.most_entries = 1;
  CHECK_THAT(ZipArchive::open(path, limits).error(), Catch::Contains("it has 2 entries"));
}

TEST_CASE("an archive that lies about a size is found out while it is read", "[lean]") {
  const TemporaryFolder folder;
  const auto path = folder / "liar.zip";
  write_zip(path, {{"a.csv", std::string(5'000, 'a')}});
  auto bytes = read_file(path);
  // The directory and the entry's own head say 5,000 in four bytes.
  const std::string size("\x88\x13\0\0", 4);
  const std::string said("\x88\x03\0\0", 4);
  std::size_t changed = 0;
  for (auto at = bytes.find(size); at != std::string::npos;
       at = bytes.find(size, at + 1), ++changed)
    bytes.replace(at, size.size(), said);
  REQUIRE(changed == 2);
  write_file(path, bytes);
  const auto archive = ZipArchive::open(path).value();
  std::string unpacked;
  const auto read = archive.read(archive.entries()[0], unpacked);
  REQUIRE_FALSE(read.has_value());
  CHECK_THAT(read.error(), Catch::Contains("a.csv"));
}

TEST_CASE("what is no zip, or a damaged one, is named", "[lean]") {
  const TemporaryFolder folder;
  CHECK_THAT(ZipArchive::open(folder / "none.zip").error(), Catch::Contains("none.zip"));
  write_file(folder / "text.zip", "no zip at all");
  CHECK_THAT(ZipArchive::open(folder / "text.zip").error(), Catch::Contains("text.zip"));
  std::string content;
  for (int i = 0; i < 20'000; ++i) content += std::to_string(i * 7'919) + ",";
  write_zip(folder / "good.zip", {{"a.csv", content}});
  const auto bytes = read_file(folder / "good.zip");
  std::string unpacked;
  for (std::size_t at = 40; at < bytes.size(); at += 997) {
    auto damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x20);
    write_file(folder / "bad.zip", damaged);
    const auto archive = ZipArchive::open(folder / "bad.zip");
    if (!archive || archive->entries().empty()) continue;
    const auto read = archive->read(archive->entries()[0], unpacked);
    INFO(at);
    CHECK((!read.has_value() || unpacked == content));
  }
  write_file(folder / "half.zip", bytes.substr(0, bytes.size() / 2));
  CHECK_FALSE(ZipArchive::open(folder / "half.zip").has_value());
}
