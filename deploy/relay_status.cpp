#include "deploy/relay_status.hpp"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "events/json_writer.hpp"

namespace fillwright {

std::string relay_status_file(const std::string& journal) {
  auto path = std::filesystem::path(journal).lexically_normal();
  if (!path.has_filename()) path = path.parent_path();  // "journal/"
  return path.string() + ".relay";
}

std::string relay_status_json(const RelayStatus& status) {
  std::string text;
  JsonWriter w(text);
  w.begin_object();
  w.field("state", status.state);
  w.field("process_id", status.process_id);
  w.field("owner", status.owner);
  w.field("updated", status.updated);
  w.field("published", status.published);
  w.field("durable", status.durable);
  w.field("events", status.counters.events);
  w.field("states", status.counters.states);
  w.field("heads", status.counters.heads);
  w.field("transactions", status.counters.transactions);
  w.field("aborts", status.counters.aborts);
  w.field("fences", status.counters.fences);
  w.field("take_overs", status.counters.take_overs);
  w.field("problem", status.problem);
  w.end_object();
  return text;
}

void write_relay_status(const std::string& file, const RelayStatus& status) {
  const auto fresh = file + ".new";
  {
    std::ofstream out(fresh, std::ios::binary | std::ios::trunc);
    out << relay_status_json(status) << '\n';
    if (!out.flush()) return;
  }
  (void)std::rename(fresh.c_str(), file.c_str());
}

std::optional<RelayStatus> read_relay_status(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object()) return std::nullopt;
  RelayStatus status;
  const auto number = [&](const char* name, std::uint64_t& into) {
    const auto found = json.find(name);
    const bool is_there = found != json.end() && found->is_number_unsigned();
    if (is_there) into = found->get<std::uint64_t>();
    return is_there;
  };
  const auto words = [&](const char* name) {
    const auto found = json.find(name);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  const auto state = enum_value<RelayState>(words("state"));
  const auto updated = parse_time(words("updated"));
  const bool is_whole =
      state && updated && number("process_id", status.process_id) &&
      number("durable", status.durable) && number("events", status.counters.events) &&
      number("states", status.counters.states) && number("heads", status.counters.heads) &&
      number("transactions", status.counters.transactions) &&
      number("aborts", status.counters.aborts) && number("fences", status.counters.fences) &&
      number("take_overs", status.counters.take_overs);
  if (!is_whole) return std::nullopt;
  status.state = *state;
  status.updated = *updated;
  status.owner = words("owner");
  status.problem = words("problem");
  if (Seq published = 0; number("published", published)) status.published = published;
  return status;
}

}  // namespace fillwright
