#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "adapters/alerts/alert_file.hpp"
#include "adapters/alerts/alert_stream.hpp"
#include "adapters/alerts/recorded_alerts.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace fillwright;

namespace {

const Timestamp now = *parse_time("2026-11-20T14:30:05Z");

std::string record(const std::string& text, const std::string& second = "00") {
  return R"({"channel":"c","author":"a","text":")" + text + R"(","sent_at":"2026-11-20T14:30:)" +
         second + "Z\"}\n";
}

// The texts of the messages; of anything else, what it is.
std::vector<std::string> told(const std::vector<AlertInput>& inputs) {
  std::vector<std::string> texts;
  for (const auto& input : inputs) {
    if (const auto* receive = std::get_if<ReceiveMessage>(&input.what)) {
      texts.push_back(receive->message.text);
    } else if (const auto* refused = std::get_if<InputRefused>(&input.what)) {
      texts.push_back(std::to_string(refused->line) + ": " + refused->what);
    } else {
      texts.emplace_back(std::holds_alternative<ReceiveEdit>(input.what) ? "edit" : "deletion");
    }
  }
  return texts;
}

using Texts = std::vector<std::string>;

// Both ends of a pipe.
struct Pipe {
  Pipe() { REQUIRE(::pipe(ends.data()) == 0); }
  ~Pipe() {
    ::close(ends[0]);
    close_writer();
  }
  void write(std::string_view bytes) {
    REQUIRE(::write(ends[1], bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
  }
  void close_writer() {
    if (ends[1] >= 0) ::close(ends[1]);
    ends[1] = -1;
  }
  std::array<int, 2> ends{};
};

}  // namespace

TEST_CASE("a file that grows is read on where it was left", "[alerts]") {
  const TemporaryFolder folder;
  const auto path = folder / "alerts.jsonl";
  AlertFile file(path, "file:alerts.jsonl");
  CHECK(told(file.poll(now)) == Texts{"0: is not there yet: waiting for it"});
  CHECK(file.poll(now).empty());

  append_to_file(path, record("one") + "\n  \r\n" + record("two"));
  CHECK(told(file.poll(now)) == Texts{"one", "two"});
  CHECK(file.poll(now).empty());
  append_to_file(path, "broken\n" + record("three"));
  CHECK(told(file.poll(now)) == Texts{"5: is no JSON, or not one whole value", "three"});
}

TEST_CASE("half a line waits for its newline", "[alerts]") {
  const TemporaryFolder folder;
  const auto path = folder / "alerts.jsonl";
  const auto line = record("one");
  AlertFile file(path, "f");
  write_file(path, line.substr(0, 20));
  CHECK(file.poll(now).empty());
  append_to_file(path, line.substr(20, 10));
  CHECK(file.poll(now).empty());
  append_to_file(path, line.substr(30));
  CHECK(told(file.poll(now)) == Texts{"one"});
}

TEST_CASE("a file that became shorter is read again from its start", "[alerts]") {
  const TemporaryFolder folder;
  const auto path = folder / "alerts.jsonl";
  AlertFile file(path, "f");
  write_file(path, record("one") + record("two") + "half");
  CHECK(told(file.poll(now)) == Texts{"one", "two"});
  write_file(path, record("three"));
  CHECK(told(file.poll(now)) == Texts{"2: became shorter: read again from its start", "three"});
}

TEST_CASE("a file that was replaced is read to its end, then the new one", "[alerts]") {
  const TemporaryFolder folder;
  const auto path = folder / "alerts.jsonl";
  AlertFile file(path, "f");
  write_file(path, record("one"));
  CHECK(told(file.poll(now)) == Texts{"one"});
  append_to_file(path, record("two") + "half");
  std::filesystem::rename(path, folder / "alerts.jsonl.1");
  write_file(path, record("three"));
  CHECK(told(file.poll(now)) == Texts{"two"});
  CHECK(told(file.poll(now)) == Texts{"2: was replaced within a line: left out"});
  CHECK(told(file.poll(now)) == Texts{"three"});
  CHECK(file.poll(now).empty());
}

TEST_CASE("a removed file is no end: another of its name is read from its start", "[alerts]") {
  const TemporaryFolder folder;
  const auto path = folder / "alerts.jsonl";
  AlertFile file(path, "f");
  write_file(path, record("one"));
  CHECK(told(file.poll(now)) == Texts{"one"});
  std::filesystem::rename(path, folder / "aside");
  CHECK(file.poll(now).empty());
  write_file(path, record("two"));
  CHECK(file.poll(now).empty());  // the old one's end
  CHECK(told(file.poll(now)) == Texts{"two"});
}

TEST_CASE("a line over 1 MiB is refused once, and the next one read", "[alerts]") {
  const TemporaryFolder folder;
  const auto path = folder / "alerts.jsonl";
  write_file(path, record("one") + std::string(3 << 20, 'x') + "\n" + record("two"));
  AlertFile file(path, "f");
  Texts all;
  while (true) {
    const auto before = file.offset();
    for (auto& text : told(file.poll(now))) all.push_back(std::move(text));
    CHECK(file.offset() - before <= 256 << 10);
    if (file.offset() == before) break;
  }
  CHECK(all == Texts{"one", "2: longer than 1 MiB: passed over", "two"});
}

TEST_CASE("a folder in place of the file is told once", "[alerts]") {
  const TemporaryFolder folder;
  AlertFile file(folder.path(), "f");
  CHECK(told(file.poll(now)) == Texts{"0: is no regular file"});
  CHECK(file.poll(now).empty());
}

TEST_CASE("standard input takes texts and records, and never waits", "[alerts]") {
  Pipe pipe;
  AlertStream stream(pipe.ends[0]);
  CHECK(stream.poll(now).empty());
  pipe.write("BTO SPY 600c\n\n{\"text\":\"a record\"}\n{broken\nhalf");
  CHECK(told(stream.poll(now)) ==
        Texts{"BTO SPY 600c", "a record", "4: is no JSON, or not one whole value"});
  CHECK(stream.poll(now).empty());
  CHECK_FALSE(stream.is_over());
  pipe.close_writer();
  CHECK(told(stream.poll(now)) == Texts{"half"});
  CHECK(stream.is_over());
  CHECK(stream.poll(now).empty());
}

TEST_CASE("a recorded file comes by the messages' own times", "[alerts]") {
  const TemporaryFolder folder;
  const auto path = folder / "alerts.jsonl";
  write_file(path, record("third", "09") + record("first", "01") +
                       R"({"channel":"c","author":"a","edit_of":"m","text":"x",)"
                       R"("sent_at":"2026-11-20T14:30:05Z"})"
                       "\nbroken\n" +
                       record("fourth, after third", "09"));
  auto without_last_newline = read_file(path);
  without_last_newline.pop_back();
  write_file(path, without_last_newline);

  const auto recorded = read_recorded_alerts(path, "f");
  REQUIRE(recorded);
  CHECK(told(recorded->inputs) == Texts{"first", "edit", "third", "fourth, after third"});
  const auto& first = std::get<ReceiveMessage>(recorded->inputs.front().what).message;
  CHECK(first.received_at == first.sent_at);
  REQUIRE(recorded->refused.size() == 1);
  CHECK(recorded->refused.front().line == 4);

  const auto missing = read_recorded_alerts(folder / "none.jsonl", "f");
  REQUIRE_FALSE(missing);
  CHECK(missing.error() == (folder / "none.jsonl").string() + ": No such file or directory");
}
