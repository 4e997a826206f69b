#include "events/packed.hpp"

#include <catch2/catch.hpp>
#include <vector>

using namespace fillwright;

namespace {

struct Note {
  std::uint32_t number = 0;
  std::string text;
  std::vector<std::string> more;
  bool operator==(const Note&) const = default;
};
FILLWRIGHT_STRUCT(Note, number, text, more)

std::vector<Note> unpacked(const Packed<Note>& packed) {
  std::vector<Note> notes;
  packed.visit([&](Note& note) { notes.push_back(std::move(note)); });
  return notes;
}

}  // namespace

TEST_CASE("what is packed comes back as it was, in the order in which it came", "[packed]") {
  Packed<Note> packed;
  CHECK(unpacked(packed).empty());
  std::vector<Note> notes;
  for (std::uint32_t i = 0; i < 5'000; ++i) {  // many blocks
    Note note{i, "note " + std::to_string(i), {}};
    if (i % 3 == 0) note.more = {"a", std::string(i % 90, 'b')};
    packed.add(note);
    notes.push_back(std::move(note));
  }
  CHECK(unpacked(packed) == notes);
  CHECK(unpacked(packed) == notes);  // reading changes nothing
}

TEST_CASE("a value that is larger than a block, and one that says nothing, are packed too",
          "[packed]") {
  Packed<Note> packed;
  const std::vector<Note> notes = {{}, {1, std::string(100'000, 'x'), {}}, {}, {2, "end", {}}};
  for (const auto& note : notes) packed.add(note);
  CHECK(unpacked(packed) == notes);
}
