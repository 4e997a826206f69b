// What the names of LEAN's data files say: equity/usa/minute/goog/20151224_quote.zip, and inside an
// option's 20151224_goog_minute_quote_american_call_7500000_20160115.csv.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "events/values.hpp"

namespace fillwright::lean {

enum class Kind : std::uint8_t { equity, option, index_option, future, future_option };
// "Equity", as LEAN's databases say.
std::string_view name_of(Kind kind);

struct Archive {
  std::filesystem::path root;  // the data folder, which also has the databases
  Kind kind = Kind::equity;
  std::string market;  // "usa", "cme"
  std::string ticker;  // in capitals
  std::string resolution;
  Date day;
  bool is_quotes = false;      // else trades or open interest
  std::string contract_month;  // of the underlying future, "202003"; of future options only
};
// The error is a sentence that says what was expected.
tl::expected<Archive, std::string> read_archive_name(const std::filesystem::path& path);

struct Contract {
  std::string symbol;  // canonical
  std::string root;    // of the symbol: "GOOG", "ES"; of a future option its future, "ESH20"
};
// The contract that an entry of the archive is about; nothing when its name is not as expected.
std::optional<Contract> read_entry_name(const Archive& archive, std::string_view entry);

}  // namespace fillwright::lean
