#include "adapters/lean/lean_databases.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <vector>

#include "adapters/calendar/time_zones.hpp"
#include "adapters/market/line_reader.hpp"

namespace fillwright::lean {
namespace {

std::string key_of(Kind kind, const std::string& market, const std::string& ticker) {
  return std::string(name_of(kind)) + "-" + market + "-" + ticker;
}

// LEAN names a kind in small letters there: "futureoption".
std::string row_of(Kind kind, const std::string& market, const std::string& ticker) {
  std::string name(name_of(kind));
  for (auto& c : name)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return market + "," + ticker + "," + name;
}

// "0.25", "5e-07".
std::optional<std::int64_t> read_number(std::string_view text, int digits) {
  const auto e = text.find_first_of("eE");
  if (e == std::string_view::npos) return parse_decimal(text, digits);
  const auto power = parse_decimal(text.substr(e + 1), 0);
  if (!power || *power < -digits || *power > digits) return std::nullopt;
  return parse_decimal(text.substr(0, e), digits + static_cast<int>(*power));
}

std::vector<std::string_view> fields_of(std::string_view line) {
  std::vector<std::string_view> fields;
  for (std::size_t begin = 0; begin <= line.size();) {
    const auto end = std::min(line.find(',', begin), line.size());
    fields.push_back(line.substr(begin, end - begin));
    begin = end + 1;
  }
  return fields;
}

}  // namespace

tl::expected<Databases, std::string> Databases::open(const std::filesystem::path& root) {
  Databases databases;
  auto read = databases.read_hours(root / "market-hours" / "market-hours-database.json");
  if (read)
    read = databases.read_properties(root / "symbol-properties" / "symbol-properties-database.csv");
  if (!read) return tl::unexpected(read.error());
  return databases;
}

tl::expected<void, std::string> Databases::read_hours(const std::filesystem::path& path) {
  std::ifstream file(path);
  if (!file)
    return tl::unexpected("cannot read " + path.string() + ": " + std::strerror(errno) +
                          "; LEAN's data folder has it, and its times mean nothing without it");
  const auto json = nlohmann::json::parse(file, nullptr, false, true);
  const auto bad = [&](const std::string& what) {
    return tl::make_unexpected(path.string() + ": " + what);
  };
  if (!json.is_object() || !json.contains("entries") || !json["entries"].is_object())
    return bad("it is no JSON object with \"entries\"");
  for (const auto& [key, entry] : json["entries"].items()) {
    if (!entry.is_object() || !entry.contains("dataTimeZone") || !entry["dataTimeZone"].is_string())
      return bad("entry " + key + " has no \"dataTimeZone\"");
    zone_names_[key] = entry["dataTimeZone"].get<std::string>();
  }
  return {};
}

tl::expected<void, std::string> Databases::read_properties(const std::filesystem::path& path) {
  constexpr std::size_t multiplier = 5;
  constexpr std::size_t tick = 6;
  LineReader reader;
  if (!reader.open(path))
    return tl::unexpected("cannot read " + path.string() + ": " + std::strerror(errno) +
                          "; LEAN's data folder has it, with ticks and multipliers");
  while (const auto line = reader.next()) {
    const auto text = line->text;
    if (line->number == 1 || text.empty() || text.starts_with('#')) continue;
    const auto fields = fields_of(text);
    if (fields.size() <= tick)
      return tl::unexpected(path.string() + ", line " + std::to_string(line->number) +
                            ": expected at least seven fields");
    const auto units = read_number(fields[multiplier], Quantity::digits);
    const auto step = read_number(fields[tick], Price::digits);
    // Other markets' products may be finer than prices here can be; nobody asks for those.
    if (!units || !step || *units <= 0 || *step <= 0) continue;
    properties_[std::string(fields[0]) + "," + std::string(fields[1]) + "," +
                std::string(fields[2])] = {{*units}, {*step}};
  }
  if (!reader.failure().empty())
    return tl::unexpected("cannot read " + path.string() + ": " + reader.failure());
  return {};
}

tl::expected<ZoneOffsets, std::string> Databases::zone_of(const Archive& archive) {
  const auto& [root, kind, market, ticker, resolution, day, is_quotes, month] = archive;
  std::vector<std::string> keys = {key_of(kind, market, ticker), key_of(kind, market, "[*]")};
  if (kind == Kind::future_option) {
    keys.push_back(key_of(Kind::future, market, ticker));
    keys.push_back(key_of(Kind::future, market, "[*]"));
  }
  for (const auto& key : keys) {
    const auto named = zone_names_.find(key);
    if (named == zone_names_.end()) continue;
    if (const auto known = zones_.find(named->second); known != zones_.end()) return known->second;
    auto zone = load_time_zone(named->second);
    if (!zone) return zone;
    return zones_[named->second] = std::move(*zone);
  }
  return tl::unexpected("LEAN's market hours know neither " + keys[0] + " nor " + keys[1] +
                        ": in which time zone its data are is not known");
}

std::optional<Properties> Databases::properties_of(Kind kind, const std::string& market,
                                                   const std::string& ticker) const {
  for (const auto& of : {ticker, std::string("[*]")}) {
    const auto found = properties_.find(row_of(kind, market, of));
    if (found != properties_.end()) return found->second;
  }
  return std::nullopt;
}

}  // namespace fillwright::lean
