#include "actors/domain/pricing/policy_pool.hpp"

#include <catch2/catch.hpp>

#include "actors/domain/pricing/built_in_policies.hpp"

using namespace fillwright;

TEST_CASE("equal policies are one, different ones are not", "[pricing]") {
  PolicyPool pool;
  const auto discovery = pool.shared(*find_policy(built_in_policies(), "discovery"));
  auto same = *find_policy(built_in_policies(), "discovery");
  CHECK(pool.shared(same) == discovery);
  same.caps.emplace_back();  // the name alone does not tell
  const auto other = pool.shared(same);
  CHECK(other != discovery);
  CHECK(*other == same);
  CHECK(*discovery == *find_policy(built_in_policies(), "discovery"));
  CHECK(pool.size() == 2);
}

TEST_CASE("a policy that nobody holds any more is not kept", "[pricing]") {
  PolicyPool pool;
  for (const auto& policy : built_in_policies()) CHECK(*pool.shared(policy) == policy);
  CHECK(pool.size() == 0);
}
