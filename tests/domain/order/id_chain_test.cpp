#include "actors/domain/order/id_chain.hpp"

#include <catch2/catch.hpp>

using fillwright::IdChain;
using Ids = std::vector<std::string>;

TEST_CASE("ids come back in the order they were added in", "[order]") {
  IdChain chain;
  CHECK(chain.is_empty());
  CHECK(chain.all().empty());
  for (const auto* id : {"a", "b", "c"}) chain.push_back(id);
  CHECK_FALSE(chain.is_empty());
  CHECK(chain.all() == Ids{"a", "b", "c"});
  chain.clear();
  CHECK(chain.is_empty());
}

TEST_CASE("copies of a chain go on apart from one another", "[order]") {
  IdChain chain;
  chain.push_back("a");
  auto copy = chain;
  chain.push_back("b");
  copy.push_back("c");
  CHECK(chain.all() == Ids{"a", "b"});
  CHECK(copy.all() == Ids{"a", "c"});
  copy.clear();
  CHECK(chain.all() == Ids{"a", "b"});
  copy = chain;
  chain = IdChain();
  CHECK(chain.is_empty());
  CHECK(copy.all() == Ids{"a", "b"});
}

TEST_CASE("a chain longer than a stack is deep is let go of", "[order]") {
  IdChain chain, shared;
  for (int i = 0; i < 300'000; ++i) {
    chain.push_back("id");
    if (i == 150'000) shared = chain;
  }
  chain = IdChain();
  CHECK(shared.all().size() == 150'001);
}
