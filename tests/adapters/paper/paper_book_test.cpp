// The paper broker's own book on disk: it outlives crashes, and testifies.
#include <sys/wait.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <fstream>
#include <iterator>

#include "events/enum_names.hpp"
#include "tests/adapters/paper/paper_world.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {

std::string read_file(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}
void append(const std::filesystem::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary | std::ios::app) << text;
}

// Everything that the books say, as text.
std::string describe(const BrokerBooks& books) {
  std::string text = to_text(books.cash) + "\n";
  for (const auto& order : books.orders) {
    for (const auto& id : order.client_order_ids) text += id + ",";
    text += order.client_order_id + " " + order.broker_order_id + " " + order.order_id + " " +
            std::to_string(order.instrument.number) + " " + to_text(order.limit) + " " +
            to_text(order.filled) + "/" + to_text(order.quantity) + " " +
            std::string(enum_name(order.state)) + " " + order.reason + " " + to_text(order.at) +
            "\n";
  }
  for (const auto& fill : books.fills)
    text += fill.execution_id + " " + fill.client_order_id + " " +
            std::to_string(fill.instrument.number) + " " + to_text(fill.quantity) + " " +
            to_text(fill.price) + " " + to_text(fill.fees) + " " + to_text(fill.at) + "\n";
  for (const auto& position : books.positions)
    text += std::to_string(position.instrument.number) + " " + to_text(position.quantity) + "\n";
  return text;
}

// A little of everything.
void trade(PaperWorld& world) {
  world.send(submit("c1", call, Side::buy, 5, 1.00));
  world.send(submit("c2", call_spread, Side::buy, 2, 1.60));
  world.send(submit("c3", {99}, Side::buy, 2, 1.60));
  world.quote(call, quote_at(2000, 0.90, 1.00, 10, 3));
  world.quote(upper_call, quote_at(2000, 0.50, 0.55));
  world.send(replace("c4", "c1", 6, 0.95));
  world.send(submit("c5", future, Side::sell, 1, 6900));
  world.quote(future, quote_at(3000, 6900, 6900.25));
  world.send(submit("c6", stock, Side::buy, 1, 680));
  world.send(cancel("c7", "c6"));
  world.send(submit("c1", call, Side::buy, 5, 1.00));
  world.send(submit("c8", stock, Side::buy, 1, 681));
  world.broker->end_of_day({4000});
  auto lasting = submit("c9", call, Side::sell, 1, 2, Effect::close);
  lasting.time_in_force = TimeInForce::good_till_cancelled;
  world.send(lasting);
}

}  // namespace

TEST_CASE("a book opened again says what it said before", "[paper][book]") {
  const Folder folder;
  std::string before;
  {
    PaperWorld world(PaperSettings{}, folder.path());
    trade(world);
    before = describe(world.books());
    CHECK(world.broker->notice().empty());
  }
  PaperSettings other;
  other.starting_cash = Money::whole(5);
  PaperWorld world(other, folder.path());
  CHECK(describe(world.books()) == before);
}

TEST_CASE("the same trading comes out in memory and on disk", "[paper][book]") {
  const Folder folder;
  PaperWorld on_disk(PaperSettings{}, folder.path());
  PaperWorld in_memory(PaperSettings{});
  trade(on_disk);
  trade(in_memory);
  CHECK(describe(on_disk.books()) == describe(in_memory.books()));
}

TEST_CASE("after a restart orders match on, ids go on, and repeats are still recognised",
          "[paper][book]") {
  const Folder folder;
  {
    PaperWorld world(without_fees(), folder.path());
    world.send(submit("c1", call_spread, Side::buy, 5, 1.60));
    world.quote(call, quote_at(2000, 3.00, 3.05, 10, 2));
    world.quote(upper_call, quote_at(2001, 1.50, 1.55));
    REQUIRE(world.heard.fills.size() == 2);
  }
  PaperWorld world(without_fees(), folder.path());
  CHECK(world.send(submit("c1", call_spread, Side::buy, 5, 1.60)).broker_order_id == "B-000001");
  world.quote(call, quote_at(3000, 3.00, 3.05, 10, 3));
  world.quote(upper_call, quote_at(3001, 1.50, 1.55));
  REQUIRE(world.heard.fills.size() == 2);
  CHECK(world.heard.fills[0].execution_id == "P-000003");
  CHECK(world.heard.fills[0].quantity == lots(3));
  CHECK(world.books().orders.size() == 1);
}

TEST_CASE("a rebuilt order is matched by quotes before anybody mentions its instrument",
          "[paper][book]") {
  const Folder folder;
  {
    PaperWorld world(without_fees(), folder.path());
    world.send(submit("c1", call_spread, Side::buy, 1, 1.60));
  }
  PaperWorld world(without_fees(), folder.path());
  world.quote(call, quote_at(3000, 3.00, 3.05));
  world.quote(upper_call, quote_at(3001, 1.50, 1.55));
  CHECK(world.heard.fills.size() == 2);
}

TEST_CASE("every message received is on record in order, with what became of it", "[paper][book]") {
  const Folder folder;
  {
    PaperWorld world(PaperSettings{}, folder.path());
    trade(world);
  }
  const auto messages = read_messages(folder.path()).value();
  std::string story;
  for (const auto& message : messages)
    story += message.client_order_id + " " + std::string(enum_name(message.kind)) + " " +
             std::string(enum_name(message.outcome)) + "\n";
  CHECK(story ==
        "c1 submit accepted\nc2 submit accepted\nc3 submit rejected\nc4 replace accepted\n"
        "c5 submit accepted\nc6 submit accepted\nc7 cancel accepted\nc1 submit repeated\n"
        "c8 submit accepted\nc9 submit accepted\n");
  CHECK(messages[0].symbol == "SPY   251205C00680000");
  CHECK(messages[0].limit == dollars(1.00));
  CHECK(messages[0].at == Timestamp{1000});
  CHECK(messages[2].code == "unknown_instrument");
  CHECK(messages[3].replaces == "c1");
}

TEST_CASE("what was answered survives a kill -9 of the process", "[paper][book]") {
  const Folder folder;
  const auto child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    PaperWorld world(without_fees(), folder.path());
    for (int i = 0; i < 50; ++i)
      world.send(submit("c" + std::to_string(i), stock, Side::buy, 1, 1));
    ::kill(::getpid(), SIGKILL);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFSIGNALED(status));
  PaperWorld world(without_fees(), folder.path());
  CHECK(world.books().orders.size() == 50);
  CHECK(world.books().orders[49].client_order_id == "c49");
}

TEST_CASE("a last line that a crash tore is said and cut", "[paper][book]") {
  const Folder folder;
  {
    PaperWorld world(without_fees(), folder.path());
    world.send(submit("c1", stock, Side::buy, 1, 1));
    world.send(submit("c2", stock, Side::buy, 1, 1));
  }
  const auto file = folder.path() / "messages.jsonl";
  const auto whole = read_file(file);
  const auto last = whole.rfind('\n', whole.size() - 2) + 1;
  for (auto size = last; size < whole.size(); size += 19) {
    std::ofstream(file, std::ios::binary | std::ios::trunc) << whole.substr(0, size);
    {
      PaperWorld world(without_fees(), folder.path());
      CHECK(world.broker->notice().empty() == (size == last));
      REQUIRE(world.books().orders.size() == 1);
      world.send(submit("c3", stock, Side::buy, 1, 1));
    }
    PaperWorld again(without_fees(), folder.path());
    CHECK(again.broker->notice().empty());
    CHECK(again.books().orders.size() == 2);
  }
}

TEST_CASE("anything else that is wrong in the log is an error that names file and line",
          "[paper][book]") {
  const Folder folder;
  {
    PaperWorld world(without_fees(), folder.path());
    world.send(submit("c1", stock, Side::buy, 1, 1));
  }
  const auto file = folder.path() / "messages.jsonl";
  const auto line = GENERATE(as<std::string>{}, "", "nonsense", "[1]", "{}", R"({"line":"poem"})",
                             R"({"line":"message"})",
                             R"({"line":"end","at":null,"broker_order_id":"B-000009",)"
                             R"("state":"expired","reason":""})",
                             R"({"line":"end","at":7,"broker_order_id":"B-000001",)"
                             R"("state":"expired","reason":""})",
                             R"({"line":"fill","at":null,"broker_order_id":"B-000001",)"
                             R"("client_order_id":"c1","executions":[]})",
                             R"({"line":"book","version":1,"starting_cash":"1","at":null})");
  append(file, line + "\n");
  VirtualClock clock({1});
  const auto instruments = make_instruments();
  const auto opened = PaperBroker::open(clock, instruments, {}, folder.path());
  REQUIRE_FALSE(opened.has_value());
  CHECK_THAT(opened.error(), Catch::Contains(file.string() + ", line 4: "));
}

TEST_CASE("a second broker on the same folder is refused", "[paper][book]") {
  const Folder folder;
  const PaperWorld world(without_fees(), folder.path());
  VirtualClock clock({1});
  const auto instruments = make_instruments();
  const auto second = PaperBroker::open(clock, instruments, {}, folder.path());
  REQUIRE_FALSE(second.has_value());
  CHECK_THAT(second.error(), Catch::Contains("in use"));
}

TEST_CASE("instruments that got other numbers are found by their symbols", "[paper][book]") {
  const Folder folder;
  {
    PaperWorld world(without_fees(), folder.path());
    world.send(submit("c1", call, Side::buy, 5, 1));
    world.quote(call, quote_at(2000, 0.9, 1.0));
  }
  VirtualClock clock({3000});
  Instruments instruments;
  instruments.add(make_option({7}, "SPY   251205C00680000", 680));
  const auto broker = PaperBroker::open(clock, instruments, {}, folder.path()).value();
  const auto books = broker->books({0});
  REQUIRE(books.positions.size() == 1);
  CHECK(books.positions[0].instrument == InstrumentId{7});
  CHECK(books.fills[0].instrument == InstrumentId{7});
}
