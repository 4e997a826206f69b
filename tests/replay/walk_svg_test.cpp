// The picture of a walk: well-formed, labelled, with what happened in it and nothing that could
// break out of it.
#include <catch2/catch.hpp>

#include "replay/ask/ask.hpp"
#include "tests/replay/trade_story.hpp"
#include "tests/support/feed_journal.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

// Every tag that opens is closed, in order, and every < and & begins markup.
bool is_well_formed(const std::string& svg) {
  std::vector<std::string> open;
  for (std::size_t at = 0; at < svg.size(); ++at) {
    if (svg[at] == '&' && svg.find(';', at) > at + 6) return false;
    if (svg[at] != '<') continue;
    const auto end = svg.find('>', at);
    if (end == std::string::npos) return false;
    const auto tag = svg.substr(at + 1, end - at - 1);
    const auto name = tag.substr(0, tag.find(' '));
    if (tag.starts_with('/')) {
      if (open.empty() || "/" + open.back() != tag) return false;
      open.pop_back();
    } else if (!tag.ends_with('/')) {
      open.push_back(name);
    }
    at = end;
  }
  return open.empty();
}

}  // namespace

TEST_CASE("the picture shows the band, the stair and each fill") {
  const auto journal = journal_of(trade_story().feed);
  const auto svg = walk_svg(*journal, "w1-1", {});
  REQUIRE(svg);
  CHECK(is_well_formed(*svg));
  CHECK(count(*svg, "<circle") == 2);
  CHECK(count(*svg, "<polygon") == 1);
  CHECK(count(*svg, "<polyline") == 3);  // bid, ask, our price
  CHECK(count(*svg, "order w1-1") == 1);
  CHECK(count(*svg, ">14:30:10<") == 1);
  CHECK(count(*svg, ">1.20<") == 1);
  CHECK(walk_svg(*journal, "w1-1", {}) == svg);
}

TEST_CASE("a tape adds its quotes to those that the events saw") {
  const auto journal = journal_of(trade_story().feed);
  const auto without = walk_svg(*journal, "w1-1", {});
  const Quote quote{half_past_two() + seconds(15), price("1.15"), price("1.25"), contracts(1),
                    contracts(1)};
  const auto with = walk_svg(*journal, "w1-1", {}, {quote});
  REQUIRE(with);
  CHECK(is_well_formed(*with));
  CHECK(with != without);
}

TEST_CASE("an order without a price or a quote has a picture that says so") {
  const auto journal = journal_of(trade_story().feed);
  AskOptions options;
  options.as_of.seq = 8;  // just planned
  const auto svg = walk_svg(*journal, "w1-1", options);
  REQUIRE(svg);
  CHECK(is_well_formed(*svg));
  CHECK(count(*svg, "<circle") == 0);
  CHECK_FALSE(walk_svg(*journal, "w9-9", {}));
}

TEST_CASE("hostile names and absurd prices stay inside the picture") {
  Teller t;
  auto hostile = option(1, "680");
  hostile.asset_class = AssetClass::stock;
  hostile.symbol = "<script>&\"\x01\xff买";
  t.feed.add("instrument/1", hostile);
  t.plan("<b>", "w1", Side::buy, 1);
  t.step("<b>", 1, "9000000000", t.quote("-9000000000", "9000000000"));
  t.fill("<b>", Side::buy, 1, "-9000000000");
  const auto journal = journal_of(t.feed);
  const auto svg = walk_svg(*journal, "<b>", {});
  REQUIRE(svg);
  CHECK(is_well_formed(*svg));
  CHECK(count(*svg, "<script") == 0);
}
