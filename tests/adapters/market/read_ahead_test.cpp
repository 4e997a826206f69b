#include "adapters/market/read_ahead.hpp"

#include <catch2/catch.hpp>

using namespace fillwright;

namespace {

class Counting final : public TapeSource {
 public:
  explicit Counting(std::uint32_t count) : count_(count) {}
  bool next(TapeRow& row) override {
    if (at_ == count_) return false;
    row = {};
    row.place = at_++;
    return true;
  }

 private:
  std::uint32_t count_;
  std::uint32_t at_ = 0;
};

}  // namespace

TEST_CASE("what is read ahead is the same, in the same order", "[tape]") {
  const auto count = GENERATE(0u, 1u, 4095u, 4096u, 4097u, 20'000u);
  ReadAhead ahead(std::make_unique<Counting>(count));
  TapeRow row;
  for (std::uint32_t i = 0; i < count; ++i) {
    REQUIRE(ahead.next(row));
    REQUIRE(row.place == i);
  }
  CHECK_FALSE(ahead.next(row));
  CHECK_FALSE(ahead.next(row));  // and so it stays
}

TEST_CASE("whoever takes may go at any time", "[tape]") {
  const auto taken = GENERATE(0, 1, 5'000);
  ReadAhead ahead(std::make_unique<Counting>(1'000'000));
  TapeRow row;
  for (int i = 0; i < taken; ++i) REQUIRE(ahead.next(row));
}
