// The built program, asked as a user or a script would ask it: exit codes, texts, JSON.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "adapters/rocksdb/rocks_block_store.hpp"
#include "tests/replay/trade_story.hpp"
#include "tests/support/feed_journal.hpp"
#include "tests/support/run_program.hpp"

using namespace fillwright;
using namespace fillwright::test;
using nlohmann::json;

namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// A folder in which `journal` holds one trade, and the program run there.
struct Desk {
  TemporaryFolder folder;
  Seq events = 0;

  Desk() {
    const auto journal = open();
    append_feed(*journal, trade_story().feed);
    events = journal->durable();
  }
  std::string journal_folder() const { return (folder / "journal").string(); }
  std::unique_ptr<Journal> open() const {
    auto journal = open_rocks_journal(journal_folder());
    REQUIRE(journal);
    return std::move(*journal);
  }
  Ended run(std::vector<std::string> words, std::string_view input = {}) const {
    words.insert(words.begin(), FILLWRIGHT_PROGRAM);
    return run_program(words, folder.path(), input);
  }
  json ask_json(std::vector<std::string> words) const {
    words.emplace_back("--json");
    const auto ended = run(std::move(words));
    INFO(ended.err);
    REQUIRE(ended.code == 0);
    CHECK(ended.err.empty());
    return json::parse(ended.out);
  }
};

// One line of what went wrong, for people.
void check_refused(const Ended& ended, int code, const std::string& part) {
  INFO(ended.out << ended.err);
  CHECK(ended.code == code);
  CHECK(ended.out.empty());
  CHECK(has(ended.err, "fillwright: "));
  CHECK(has(ended.err, part));
}

}  // namespace

TEST_CASE("every question has an answer for people and one array or object for programs") {
  const Desk desk;
  CHECK(has(desk.run({"orders"}).out, "w1-1"));
  CHECK(has(desk.run({"positions"}).out, "SPY 680 call"));
  CHECK(has(desk.run({"pnl"}).out, "1.30"));
  CHECK(has(desk.run({"refusals"}).out, "there is no order in it"));
  CHECK(has(desk.run({"audit"}).out, "alice"));
  CHECK(has(desk.run({"explain", "w1-1"}).out, "1.21"));
  CHECK(desk.ask_json({"orders"}).size() == 2);
  CHECK(desk.ask_json({"positions"}).size() == 1);
  CHECK(desk.ask_json({"pnl"}).is_object());
  CHECK(desk.ask_json({"refusals"}).size() == 1);
  CHECK(desk.ask_json({"audit"}).size() == desk.events);
  CHECK(desk.ask_json({"audit", "w1-2"}).size() < desk.events);
  CHECK(desk.ask_json({"explain", "w1-1"}).is_object());
  CHECK(desk.ask_json({"events"}).size() == desk.events);
}

TEST_CASE("as of a seq or a time the program answers what was so then") {
  const Desk desk;
  CHECK(desk.ask_json({"orders", "--as-of", "1"}).empty());
  check_refused(desk.run({"orders", "--as-of", "2001-01-01T00:00:00Z"}), 1,
                "the journal begins at");
  check_refused(desk.run({"pnl", "--as-of", "1000000"}), 1, "the journal ends at seq");
  CHECK(desk.ask_json({"orders", "--as-of", "2026-11-21T00:00:00+01:00"}).size() == 2);
  CHECK(desk.ask_json({"events", "--as-of", "4"}).size() == 4);
  check_refused(desk.run({"events", "--as-of", "0"}), 1, "the journal begins at seq 1");
  CHECK(desk.ask_json({"events", "--from", "3", "--limit", "2"})[0]["seq"] == 3);
  CHECK(desk.ask_json({"orders", "--limit", "1"}).size() == 1);
  check_refused(desk.run({"orders", "--as-of", "yesterday"}), 2, "neither a seq");
}

TEST_CASE("events can be narrowed to a stream, a kind, a type and a beginning") {
  const Desk desk;
  for (const auto& event : desk.ask_json({"events", "--stream", "order/w1-1"}))
    CHECK(event["stream"] == "order/w1-1");
  CHECK(desk.ask_json({"events", "--stream", "order"}).size() >
        desk.ask_json({"events", "--stream", "order/w1-1"}).size());
  CHECK(desk.ask_json({"events", "--type", "OrderFilled"}).size() == 2);
  CHECK(desk.ask_json({"events", "--from", "5"})[0]["seq"] == 5);
  CHECK(desk.ask_json({"events", "--from", "100000"}).empty());
  CHECK(desk.run({"events", "--from", "100000"}).out == "no events\n");
  check_refused(desk.run({"events", "--type", "OrderFiled"}), 1, "OrderFiled");
}

TEST_CASE("a journal of many events is printed whole and in order, piece by piece") {
  const TemporaryFolder folder;
  constexpr Seq count = 9000;
  {
    auto journal = open_rocks_journal((folder / "journal").string());
    REQUIRE(journal);
    Append append;
    append.streams.push_back({"control/engine", any_version, {}});
    for (Seq i = 0; i < count; ++i) {
      NewEvent event;
      event.type = EntriesPaused::type_id;
      event.payload = encode_event(EntriesPaused{});
      append.streams[0].events.push_back(event);
    }
    REQUIRE((*journal)->append(append));
    (*journal)->commit(half_past_two());
  }
  const auto ended = run_program({FILLWRIGHT_PROGRAM, "events", "--json"}, folder.path());
  const auto events = json::parse(ended.out);
  REQUIRE(events.size() == count);
  Seq expected = 0;
  for (const auto& event : events)
    if (event["seq"] != ++expected) FAIL("seq " << expected << " is missing");
}

TEST_CASE("explain draws the walk, with the tape's quotes when there is one") {
  const Desk desk;
  REQUIRE(desk.run({"explain", "w1-1", "--svg", "plain.svg"}).code == 0);
  write_file(desk.folder / "quotes.csv",
             "ts_ns,symbol,bid,ask,bid_size,ask_size\n"
             "1795185004000000000,SPY261204C00680000,1.02,1.47,10,10\n"
             "1795185005000000000,SPY261204C00999000,9.00,9.50,10,10\n"
             "half a li");
  REQUIRE(desk.run({"explain", "w1-1", "--svg", "tape.svg", "--tape", "quotes.csv"}).code == 0);
  const auto plain = read_file(desk.folder / "plain.svg");
  const auto tape = read_file(desk.folder / "tape.svg");
  CHECK(has(plain, "<svg"));
  CHECK(has(plain, "</svg>"));
  CHECK(has(tape, "</svg>"));
  CHECK(has(tape, ">1.40<"));  // the axis reaches up to it
  CHECK_FALSE(has(plain, ">1.40<"));
  CHECK_FALSE(has(tape, "9.00"));
  check_refused(desk.run({"explain", "w1-1", "--tape", "quotes.csv"}), 2, "--svg");
  check_refused(desk.run({"explain", "w1-1", "--svg", "x.svg", "--tape", "none.csv"}), 1,
                "none.csv");
  check_refused(desk.run({"explain", "w1-1", "--svg", "no/such/folder.svg"}), 1,
                "cannot be written");
}

TEST_CASE("an order that is not there fails with those that are nearest") {
  const Desk desk;
  check_refused(desk.run({"explain", "w1-3"}), 1, "w1-1");
  check_refused(desk.run({"explain"}), 2, "ORDER is required");
  check_refused(desk.run({"audit", "nobody"}), 1, "nobody");
}

TEST_CASE("verify proves a good journal and names the first bad event of another") {
  const Desk desk;
  const auto good = desk.run({"verify"});
  CHECK(good.code == 0);
  CHECK(has(good.out, "\nOK\n"));
  const auto found = desk.ask_json({"verify"});
  CHECK(found["is_ok"] == true);
  CHECK(found["events"] == desk.events);
  CHECK(found["head_hash"].get<std::string>().size() == 64);
  CHECK(has(good.out, found["head_hash"].get<std::string>()));
  {
    auto store = open_rocks_store(desk.journal_folder());
    REQUIRE(store);
    std::string bytes;
    std::string hash;
    REQUIRE((*store)->read_blocks(5, [&](const BlockBytes& block) {
      bytes = block.bytes;
      hash = block.hash;
      return false;
    }));
    bytes.back() = static_cast<char>(bytes.back() ^ 1);
    StoreBatch batch;
    batch.blocks.push_back({5, desk.events, bytes, {}, hash});
    REQUIRE((*store)->put(batch));
  }
  check_refused(desk.run({"verify"}), 1, "seq 5");
  const auto bad = desk.run({"verify", "--json"});
  CHECK(bad.code == 1);
  CHECK(json::parse(bad.out)["is_ok"] == false);
  CHECK(json::parse(bad.out)["bad_seq"] == 5);
  check_refused(desk.run({"orders"}), 1, "seq 5");
}

TEST_CASE("replay compares what it can, says what it cannot, and changes nothing") {
  const Desk desk;  // by a program that did not record its inputs
  const auto told = desk.ask_json({"replay", "--decisions"});
  CHECK(told["is_equal"] == true);
  CHECK(told["compared"] == 0);
  CHECK(told["unrecorded"].get<Seq>() > 10);
  CHECK(told["difference"].is_null());
  CHECK(has(desk.run({"replay", "--decisions", "journal"}).out, "left out"));
  check_refused(desk.run({"replay", "--decisions", "--from", "100000"}), 1, "ends at seq");
  check_refused(desk.run({"replay", "--decisions", "nowhere"}), 1, "nowhere");
  check_refused(desk.run({"replay", "journal"}), 2, "--decisions");
}

TEST_CASE("a journal that is not there is one clear line, and is not created") {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / "empty");
  write_file(folder / "file", "text");
  for (const std::string verb :
       {"orders", "positions", "pnl", "refusals", "audit", "events", "verify"}) {
    for (const std::string name : {"none", "empty"}) {
      const auto ended = run_program({FILLWRIGHT_PROGRAM, verb, "--journal", name}, folder.path());
      check_refused(ended, 1, "there is no journal in " + name);
      CHECK(std::count(ended.err.begin(), ended.err.end(), '\n') == 1);
    }
    check_refused(run_program({FILLWRIGHT_PROGRAM, verb, "--journal", "file"}, folder.path()), 1,
                  "file is a file");
  }
  CHECK_FALSE(std::filesystem::exists(folder / "none"));
  CHECK(std::filesystem::is_empty(folder / "empty"));
  CHECK_FALSE(std::filesystem::exists(folder / "journal"));
}

TEST_CASE("the journal's folder comes from the flag, the file or the environment") {
  const Desk desk;
  write_file(desk.folder / "elsewhere.toml", "[data]\njournal = \"elsewhere\"\n");
  write_file(desk.folder / "wrong.toml", "[data]\njournal = 3\n");
  check_refused(desk.run({"orders", "--config", "elsewhere.toml"}), 1, "no journal in elsewhere");
  check_refused(desk.run({"orders", "--config", "wrong.toml"}), 1, "wrong.toml:2");
  CHECK(desk.run({"orders", "--config", "wrong.toml", "--journal", "journal"}).code == 0);
  check_refused(desk.run({"orders", "--journal", ""}), 2, "--journal");
}

TEST_CASE("a journal that another process writes is read beside it, and not written by two") {
  const Desk desk;
  const auto writer = desk.open();
  CHECK(desk.ask_json({"orders"}).size() == 2);
  CHECK(desk.ask_json({"verify"})["events"] == desk.events);
  append_feed(*writer, Teller().feed.add("control/engine", EntriesPaused{}));
  CHECK(desk.ask_json({"events"}).size() == desk.events + 1);
  check_refused(desk.run({"run", "--journal", "journal", "--plain"}), 1,
                "is in use by another process (pid " + std::to_string(::getpid()) + ")");
}

TEST_CASE("a journal of another account is refused, and nothing is written", "[account]") {
  const Desk desk;
  {
    AccountOpened opened;
    opened.account = "hers";
    append_feed(*desk.open(), Teller().feed.add("account/hers", opened));
  }
  const auto before = desk.ask_json({"events"}).size();
  write_file(desk.folder / "his.toml", "[account]\nid = \"his\"\n");
  const std::vector<std::vector<std::string>> verbs = {
      {"run", "--plain"}, {"pause"}, {"cancel", "all"}, {"reconcile"}};
  for (auto words : verbs) {
    INFO(words[0]);
    words.insert(words.end(), {"--journal", "journal", "--config", "his.toml"});
    const auto ended = desk.run(words);
    INFO(ended.out << ended.err);
    CHECK(ended.code == 1);
    CHECK(ended.out.empty());
    for (const std::string part : {"\"hers\"", "\"his\"", "--config"}) CHECK(has(ended.err, part));
  }
  CHECK(desk.ask_json({"events"}).size() == before);
}

TEST_CASE("a follower prints what comes, a line each, until it is told to stop") {
  const Desk desk;
  const auto writer = desk.open();
  int ends[2];
  REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
  const auto follower = start_program(
      {FILLWRIGHT_PROGRAM, "events", "--follow", "--json", "--from", std::to_string(desk.events)},
      desk.folder.path(), 0, ends[1], 2);
  ::close(ends[1]);
  FILE* lines = ::fdopen(ends[0], "r");
  const auto next_seq = [&] {
    char* line = nullptr;
    std::size_t size = 0;
    const auto read = ::getline(&line, &size, lines);
    const auto text = read > 0 ? std::string(line, static_cast<std::size_t>(read)) : std::string();
    std::free(line);
    return text.empty() ? Seq{0} : json::parse(text)["seq"].get<Seq>();
  };
  CHECK(next_seq() == desk.events);
  for (Seq seq = desk.events + 1; seq < desk.events + 4; ++seq) {
    append_feed(*writer, Teller().feed.add("control/engine", EntriesPaused{}));
    CHECK(next_seq() == seq);
  }
  SECTION("SIGINT ends it") {
    ::kill(follower, SIGINT);
    CHECK(next_seq() == 0);
    CHECK(exit_code(follower) == 0);
    ::fclose(lines);
  }
  SECTION("so does SIGTERM") {
    ::kill(follower, SIGTERM);
    CHECK(exit_code(follower) == 0);
    ::fclose(lines);
  }
  SECTION("so does the end of its reader, though nothing more comes") {
    ::fclose(lines);
    CHECK(exit_code(follower) == 0);
  }
}

TEST_CASE("a reader that has gone ends the program quietly") {
  const Desk desk;
  const std::vector<std::vector<std::string>> verbs = {
      {"events"}, {"events", "--follow"}, {"audit"}, {"verify"}, {"--help"}, {"config", "example"}};
  for (auto words : verbs) {
    INFO(words[0]);
    int ends[2];
    REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
    ::close(ends[0]);
    const int err = ::open((desk.folder / "err").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    words.insert(words.begin(), FILLWRIGHT_PROGRAM);
    const auto code = exit_code(start_program(words, desk.folder.path(), 0, ends[1], err));
    ::close(ends[1]);
    ::close(err);
    CHECK(code == 0);
    CHECK(read_file(desk.folder / "err").empty());
  }
}

TEST_CASE("output that cannot be written fails") {
  const Desk desk;
  const auto ended = run_program(
      {"bash", "-c", "exec \"$0\" orders > /dev/full", FILLWRIGHT_PROGRAM}, desk.folder.path());
  check_refused(ended, 1, "standard output");
}

TEST_CASE("what the command line does not know is told, with exit code 2") {
  const Desk desk;
  check_refused(desk.run({"bogus"}), 2, "there is no verb \"bogus\"");
  check_refused(desk.run({"orders", "--bogus"}), 2, "--bogus");
  check_refused(desk.run({"pnl", "more"}), 2, "more");
  check_refused(desk.run({"alerts"}), 2, "required");
  check_refused(desk.run({"alerts", "bogus"}), 2, "there is no verb \"alerts bogus\"");
  check_refused(desk.run({"events", "--from", "minus"}), 2, "--from");
  check_refused(desk.run({"events", "--from", "-1"}), 2, "--from");
  for (const std::string speed : {"fast", "-1", "1.5", "4294967296"})
    check_refused(desk.run({"demo", "--speed", speed}), 2, "--speed");
  check_refused(desk.run({"events", "--follow", "--as-of", "3"}), 2, "--follow");
  const auto nothing = desk.run({});
  CHECK(nothing.code == 2);
  CHECK(has(nothing.err, "Usage: fillwright"));
}

TEST_CASE("help has examples and exit codes, for every verb its options") {
  const Desk desk;
  const auto help = desk.run({"--help"});
  CHECK(help.code == 0);
  CHECK(has(help.out, "Examples:"));
  CHECK(has(help.out, "Exit codes:"));
  CHECK(has(desk.run({"--version"}).out, "fillwright 0."));
  for (const std::string verb : {"orders", "positions", "pnl", "refusals", "audit", "events",
                                 "explain", "verify", "run", "demo"}) {
    const auto of_verb = desk.run({verb, "--help"});
    CHECK(of_verb.code == 0);
    CHECK(has(of_verb.out, "--journal DIR"));
  }
}

TEST_CASE("alerts parse answers each line with a line") {
  const Desk desk;
  const std::string texts =
      "{\"text\":\"BTO SPY 680c 12/04 @ 1.30\"}\n"
      "no JSON\n"
      "{\"text\":\"\xff\\u0000 look \"}\n"
      "{\"text\":\"in SPY 680 calls for next week at 1.30\"}";
  const auto ended = desk.run({"alerts", "parse", "--now", "2026-11-20T14:30:00Z", "-"}, texts);
  CHECK(ended.code == 0);
  CHECK(std::count(ended.out.begin(), ended.out.end(), '\n') == 4);
  const auto first = json::parse(ended.out.substr(0, ended.out.find('\n')));
  CHECK(first["action"] == "open");
  CHECK(first["symbol"] == "SPY");
  write_file(desk.folder / "texts.jsonl", texts);
  CHECK(desk.run({"alerts", "parse", "--now", "2026-11-20T14:30:00Z", "texts.jsonl"}).out ==
        ended.out);
  check_refused(desk.run({"alerts", "parse", "none.jsonl"}), 1, "none.jsonl");
  check_refused(desk.run({"alerts", "parse", "."}), 1, "directory");
  check_refused(desk.run({"alerts", "parse", "--now", "noon", "-"}), 2, "--now");
}

TEST_CASE("config check names each mistake, and the example has none") {
  const Desk desk;
  write_file(desk.folder / "wrong.toml", "[risk]\ndaily_loss_percent = 300\n\n[riks]\na = 1\n");
  const auto wrong = desk.run({"config", "check", "wrong.toml"});
  CHECK(wrong.code == 1);
  CHECK(has(wrong.err, "wrong.toml:2"));
  CHECK(has(wrong.err, "riks"));
  check_refused(desk.run({"config", "check", "none.toml"}), 1, "none.toml");
  write_file(desk.folder / "example.toml", desk.run({"config", "example"}).out);
  const auto right = desk.run({"config", "check", "example.toml"});
  INFO(right.err);
  CHECK(right.code == 0);
  CHECK(right.out == "example.toml: OK\n");
  CHECK(desk.run({"config", "check"}).code == 0);
}
