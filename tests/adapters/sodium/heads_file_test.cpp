// The file of signed heads: whole lines, in order, in one form.
#include "adapters/heads/heads_file.hpp"

#include <catch2/catch.hpp>

#include "actors/journal/head_text.hpp"
#include "adapters/heads/heads_watch.hpp"
#include "adapters/sodium/ed25519.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace fillwright;

namespace {

SignedHead head(Seq seq) {
  static const auto signer = *signer_of(make_signing_key());
  SignedHead made;
  made.log_id = 0xFFFFFFFFFFFFFFF1;
  made.seq = seq;
  made.block_hash = std::string(32, 'b');
  made.root = std::string(32, 'r');
  made.time = Timestamp{1'800'000'000'123'456'789};
  sign(made, *signer);
  return made;
}

HeadsFile opened(const std::string& file) {
  auto heads = HeadsFile::open(file);
  INFO((heads ? std::string() : heads.error()));
  REQUIRE(heads);
  return std::move(*heads);
}

}  // namespace

TEST_CASE("heads that were appended are read back, also by the next writer", "[heads]") {
  const TemporaryFolder folder;
  const auto file = (folder / "apart/journal.heads").string();
  auto heads = opened(file);
  CHECK(heads.last_seq() == 0);
  CHECK_FALSE(std::filesystem::exists(file));
  REQUIRE(heads.append(head(3)));
  REQUIRE(heads.append(head(8)));
  CHECK(heads.last_seq() == 8);
  CHECK(*read_heads(file) == std::vector{head(3), head(8)});
  auto next = opened(file);
  CHECK(next.heads() == std::vector{head(3), head(8)});
  REQUIRE(next.append(head(9)));
  CHECK(read_heads(file)->size() == 3);
}

TEST_CASE("half a line is refused when it is read, and the writer's next head takes its place",
          "[heads]") {
  const TemporaryFolder folder;
  const auto file = (folder / "journal.heads").string();
  const auto whole = head_text(head(3)) + "\n";
  const auto half = head_text(head(8)).substr(0, 100);
  write_file(file, whole + half);
  CHECK(read_heads(file).error() ==
        "heads file " + file +
            " ends in half a line, line 2; expected each to end with a line feed");
  auto heads = opened(file);
  CHECK(heads.heads() == std::vector{head(3)});
  CHECK(read_file(file) == whole + half);
  REQUIRE(heads.append(head(4)));
  CHECK(*read_heads(file) == std::vector{head(3), head(4)});
}

TEST_CASE("every changed byte of a head's line is refused, or its signature is", "[heads]") {
  const auto line = head_text(head(12));
  for (std::size_t i = 0; i < line.size(); ++i) {
    for (const int flip : {1, 2, 4, 0x20, 0x80}) {
      auto changed = line;
      changed[i] = static_cast<char>(line[i] ^ flip);
      const auto parsed = parse_head(changed);
      if (!parsed) continue;
      INFO(changed);
      REQUIRE(message_of(*parsed) + parsed->signature != message_of(head(12)) + head(12).signature);
    }
  }
  CHECK(parse_head(line) == head(12));
  CHECK_FALSE(parse_head(line + " "));
  CHECK_FALSE(parse_head(" " + line));
  CHECK_FALSE(parse_head(""));
}

TEST_CASE("a file of heads that go back, or are of two journals, is refused", "[heads]") {
  const TemporaryFolder folder;
  const auto file = (folder / "journal.heads").string();
  write_file(file, head_text(head(8)) + "\n" + head_text(head(3)) + "\n");
  CHECK(read_heads(file).error() == "heads file " + file + ", line 2 goes back to seq 3 from 8");
  auto other = head(9);
  other.log_id = 5;
  write_file(file, head_text(head(8)) + "\n" + head_text(other) + "\n");
  CHECK_FALSE(HeadsFile::open(file));
  write_file(file, "nonsense\n");
  CHECK(read_heads(file).error() ==
        "heads file " + file + ", line 1 is not a signed head as this program writes them");
  CHECK_FALSE(read_heads((folder / "missing").string()));
}

TEST_CASE("who watches a heads file sees each head once it is whole", "[heads]") {
  const TemporaryFolder folder;
  const auto file = (folder / "journal.heads").string();
  HeadsWatch watch(file);
  const auto seen = [&] {
    const auto heads = watch.heads();
    REQUIRE(heads);
    return (*heads)->size();
  };
  CHECK(seen() == 0);  // it is not there yet
  const auto first = head_text(head(8)) + "\n";
  write_file(file, first);
  CHECK(seen() == 1);
  write_file(file, first + head_text(head(9)).substr(0, 40));
  CHECK(seen() == 1);
  write_file(file, first + head_text(head(9)) + "\n");
  CHECK(seen() == 2);
  CHECK(seen() == 2);
  write_file(file, first + "nonsense\n");
  CHECK_FALSE(watch.heads());
}
