// What the tests of tapes share: rows by hand and by chance, and a tape of them on disk.
#pragma once

#include <catch2/catch.hpp>

#include "adapters/tape/tape_reader.hpp"
#include "adapters/tape/tape_writer.hpp"
#include "events/chance.hpp"
#include "tests/support/temporary_folder.hpp"

namespace fillwright::test {

inline TapeRow row_at(std::int64_t time, std::uint32_t place, std::int64_t bid, std::int64_t ask,
                      std::int64_t bid_size = 1, std::int64_t ask_size = 1) {
  constexpr std::int64_t cent = Price::one / 100;
  return {
      place,
      {{time}, {bid * cent}, {ask * cent}, Quantity::whole(bid_size), Quantity::whole(ask_size)}};
}

// Rows of `places` instruments whose prices wander; steps of time from none to two seconds.
inline std::vector<TapeRow> wandering_rows(std::uint64_t seed, std::size_t count,
                                           std::uint32_t places) {
  std::uint64_t state = seed;
  const auto below = [&](std::uint64_t bound) {
    return static_cast<std::int64_t>(mix(state += golden_ratio) % bound);
  };
  std::vector<TapeRow> rows;
  std::vector<std::int64_t> bids(places, 10'000);
  std::int64_t time = 1'700'000'000'000'000'000;
  for (std::size_t i = 0; i < count; ++i) {
    time += below(3) * 1'000'000 * below(1'000);
    const auto place = static_cast<std::uint32_t>(below(places));
    auto& bid = bids[place];
    bid = std::max<std::int64_t>(bid + below(7) - 3, 1);
    rows.push_back(row_at(time, place, bid, bid + 1 + below(5), 1 + below(9), 1 + below(900)));
  }
  return rows;
}

inline std::vector<tape::Terms> some_terms(std::uint32_t places) {
  std::vector<tape::Terms> terms(places);
  for (std::uint32_t place = 0; place < places; ++place) {
    terms[place].symbol = std::string("S") + static_cast<char>('A' + place / 26 % 26) +
                          static_cast<char>('A' + place % 26);
    terms[place].multiplier = Quantity::whole(place);
    if (place % 2 == 1) terms[place].ticks = {{{}, {10'000'000}}, {Price::whole(3), {50'000'000}}};
  }
  return terms;
}

inline void write_tape(const std::filesystem::path& path, const std::vector<TapeRow>& rows,
                       std::uint32_t places, const tape::Origin& origin = {}) {
  auto writer = tape::TapeWriter::create(path, origin).value();
  for (const auto& row : rows) REQUIRE(writer.append(row));
  REQUIRE(writer.finish(some_terms(places), {0, 0, 0, 3, 2, 1}));
}

inline std::vector<TapeRow> read_rows(tape::TapeCursor& cursor) {
  std::vector<TapeRow> rows;
  for (TapeRow row; cursor.next(row);) rows.push_back(row);
  return rows;
}

inline bool is_same(const std::vector<TapeRow>& left, const std::vector<TapeRow>& right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [](const TapeRow& one, const TapeRow& other) {
                      return one.place == other.place && one.quote == other.quote;
                    });
}

}  // namespace fillwright::test
