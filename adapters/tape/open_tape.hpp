// Tapes of either kind, CSV or compact, told apart by the file's first bytes.
#pragma once

#include "adapters/market/tape_feed.hpp"

namespace fillwright {

// Checks all of it first: what is wrong is told now, and nothing can be wrong later. The error is
// a sentence with the path and the line or the offset.
tl::expected<std::unique_ptr<TapeFeed>, std::string> open_tape(
    const std::filesystem::path& path, const TapeSettings& settings = {},
    const std::function<void(const TapeProblem&)>& on_problem = {});

// What a file or folder is that somebody may take for a tape, and what makes one of it; nothing
// when it may be a tape.
tl::expected<void, std::string> check_is_tape(const std::filesystem::path& path);

// When its first quote comes; of a compact tape by the index alone. The error also says that there
// is no quote at all.
tl::expected<Timestamp, std::string> first_quote_time(const std::filesystem::path& path);

// A tape's quotes of one instrument, by its canonical symbol, in order; `visit` says whether to go
// on. Lines of a CSV tape that are no quotes are passed over, for whoever trades on it is told; of
// a compact tape only those blocks are read that have the instrument and the time.
struct QuotesOf {
  std::string symbol;
  std::optional<Timestamp> from;  // and later
  std::optional<Timestamp> to;    // and earlier
};
tl::expected<void, std::string> read_quotes(const std::filesystem::path& path,
                                            const QuotesOf& wanted,
                                            const std::function<bool(const Quote&)>& visit);

}  // namespace fillwright
