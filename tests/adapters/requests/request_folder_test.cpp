// Requests of the operator in files: written whole, read by their owner alone, refused when they
// are anything else.
#include "adapters/requests/request_folder.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "adapters/requests/request_json.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace fillwright;
namespace fs = std::filesystem;

namespace {

OperatorAsked a_request(std::string id = "r1") {
  OperatorAsked request;
  request.request_id = std::move(id);
  request.action = OperatorAction::cancel;
  request.target = "w1-1";
  request.by = "operator:ann";
  request.why = "the news, \"bad\"";
  return request;
}

struct GivenFolder {
  TemporaryFolder place;
  fs::path path = place / "journal.requests";
  RequestFolder folder{path};

  GivenFolder() { REQUIRE(::mkdir(path.c_str(), 0700) == 0); }
  void put(const std::string& name, const std::string& text, mode_t mode = 0600) {
    write_file(path / name, text);
    REQUIRE(::chmod((path / name).c_str(), mode) == 0);
  }
};

}  // namespace

TEST_CASE("a request comes out of the folder as it was put in, in the order of the names",
          "[requests]") {
  TemporaryFolder place;
  const auto path = request_folder_of((place / "journal").string() + "/");
  CHECK(path.filename() == "journal.requests");
  RequestFolder folder(path);
  CHECK(folder.look().empty());
  REQUIRE(put_request(path, a_request("r2")));
  REQUIRE(put_request(path, a_request("r1")));
  struct stat status = {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0700);
  const auto found = folder.look();
  REQUIRE(found.size() == 2);
  REQUIRE(found[0].request);
  CHECK(*found[0].request == a_request("r1"));
  folder.take_away(found[0]);
  CHECK(folder.look().size() == 1);
}

TEST_CASE("a file that is half written has no name that is looked for", "[requests]") {
  GivenFolder given;
  given.put(".r1.part", "{\"request_id\":");
  given.put("notes.txt", "hello");
  CHECK(given.folder.look().empty());
}

TEST_CASE("what is no request is refused with what was expected, and set aside", "[requests]") {
  GivenFolder given;
  const auto [text, what] = GENERATE(table<std::string, std::string>({
      {"", "expected one JSON object"},
      {"[]", "expected one JSON object"},
      {"{\"action\": \"pause\", \"by\": \"operator\"}", "request_id"},
      {"{\"request_id\": \"../r\", \"action\": \"pause\", \"by\": \"operator\"}", "request_id"},
      {"{\"request_id\": \"r\", \"action\": \"sell\", \"by\": \"operator\"}", "action"},
      {"{\"request_id\": \"r\", \"action\": 7, \"by\": \"operator\"}", "action"},
      {"{\"request_id\": \"r\", \"action\": \"cancel\", \"by\": \"operator\"}", "target"},
      {"{\"request_id\": \"r\", \"action\": \"pause\", \"target\": \"w1\", \"by\": \"operator\"}",
       "target"},
      {"{\"request_id\": \"r\", \"action\": \"pause\", \"by\": \"workflow\"}", "by"},
      {"{\"request_id\": \"r\", \"action\": \"pause\", \"by\": \"operator\", \"why\": []}", "why"},
      {"{\"request_id\": \"r\", \"action\": \"pause\", \"by\": \"operator\", \"why\": \"\xff\"}",
       "expected one JSON object"},
  }));
  given.put("r.json", text);
  const auto found = given.folder.look();
  REQUIRE(found.size() == 1);
  CHECK_FALSE(found.front().request);
  INFO(found.front().problem);
  CHECK(found.front().problem.find(what) != std::string::npos);
  given.folder.set_aside(found.front());
  CHECK(given.folder.look().empty());
  CHECK(fs::exists(given.path / "r.json.refused"));
}

TEST_CASE("a file that others may write, a link, a folder or a giant is refused", "[requests]") {
  GivenFolder given;
  const auto text = request_json(a_request());
  SECTION("world-writable") { given.put("r.json", text, 0602); }
  SECTION("writable by the group") { given.put("r.json", text, 0620); }
  SECTION("a link") {
    write_file(given.place / "elsewhere", text);
    fs::create_symlink(given.place / "elsewhere", given.path / "r.json");
  }
  SECTION("a folder") { fs::create_directory(given.path / "r.json"); }
  SECTION("a pipe") { REQUIRE(::mkfifo((given.path / "r.json").c_str(), 0600) == 0); }
  SECTION("a giant") { given.put("r.json", text + std::string(20'000, ' ')); }
  const auto found = given.folder.look();
  REQUIRE(found.size() == 1);
  CHECK_FALSE(found.front().request);
  CHECK_FALSE(found.front().problem.empty());
}

TEST_CASE("a file of another user is refused", "[requests]") {
  if (::geteuid() != 0) return;  // nobody else can give a file away
  GivenFolder given;
  given.put("r.json", request_json(a_request()));
  REQUIRE(::chown((given.path / "r.json").c_str(), 65'534, 65'534) == 0);
  const auto found = given.folder.look();
  REQUIRE(found.size() == 1);
  CHECK(found.front().problem == "belongs to another user");
}

TEST_CASE("a folder that others may enter is not read, which is told once", "[requests]") {
  GivenFolder given;
  REQUIRE(put_request(given.path, a_request()));
  REQUIRE(::chmod(given.path.c_str(), 0750) == 0);
  const auto found = given.folder.look();
  REQUIRE(found.size() == 1);
  CHECK(found.front().file.empty());
  CHECK(found.front().problem.find("0700") != std::string::npos);
  CHECK(given.folder.look().empty());
  CHECK_FALSE(put_request(given.path, a_request("r2")));
  REQUIRE(::chmod(given.path.c_str(), 0700) == 0);
  CHECK(given.folder.look().size() == 1);
}

TEST_CASE("a request that could not be read back is not written", "[requests]") {
  GivenFolder given;
  auto request = a_request();
  SECTION("without a target") { request.target.clear(); }
  SECTION("with a name that leads elsewhere") { request.request_id = "../r1"; }
  SECTION("by somebody who is no operator") { request.by = "broker"; }
  CHECK_FALSE(put_request(given.path, request));
  CHECK(given.folder.look().empty());
}
