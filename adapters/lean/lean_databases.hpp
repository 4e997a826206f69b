// LEAN's two databases beside its data: market hours, which says in which time zone times are
// written, and symbol properties, which has ticks and multipliers.
#pragma once

#include <map>
#include <unordered_map>

#include "actors/domain/calendar/market_calendar.hpp"
#include "actors/domain/pricing/ticks.hpp"
#include "adapters/lean/lean_names.hpp"

namespace fillwright::lean {

struct Properties {
  Quantity multiplier;
  Price tick;
};

// Threads: one.
class Databases {
 public:
  // From `root`/market-hours/market-hours-database.json and
  // `root`/symbol-properties/symbol-properties-database.csv.
  static tl::expected<Databases, std::string> open(const std::filesystem::path& root);

  // The zone in which the data's times are written, which need not be the exchange's: of the
  // ticker, else of the whole market; a future option's is its future's where it has none.
  tl::expected<ZoneOffsets, std::string> zone_of(const Archive& archive);
  // Likewise; nothing when neither is known. A future option's own row only.
  std::optional<Properties> properties_of(Kind kind, const std::string& market,
                                          const std::string& ticker) const;

 private:
  Databases() = default;
  tl::expected<void, std::string> read_hours(const std::filesystem::path& path);
  tl::expected<void, std::string> read_properties(const std::filesystem::path& path);

  std::map<std::string, std::string> zone_names_;  // by "Future-cme-ES"
  std::map<std::string, ZoneOffsets> zones_;       // by name, those that were asked for
  std::map<std::string, Properties> properties_;   // by "cme,ES,future"
};

}  // namespace fillwright::lean
