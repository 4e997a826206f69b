// The words that callers use, by what they mean to us.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "events/values.hpp"

namespace fillwright::alert {

// A word as the rules know it: digits typed for letters and small slips in long verbs are put
// right.
std::string canonical_word(std::string word);

bool is_known_ticker(std::string_view upper);
// Tickers that are also plain words: only a strong place in the sentence makes them tickers.
bool is_word_and_ticker(std::string_view lower);
// "apple", "tesla", "gold": the ticker.
std::optional<std::string_view> ticker_of_company(std::string_view lower);
bool is_future_root(std::string_view upper);
// Root of "nq", "nq1", "esz5": nothing when it is none.
std::optional<std::string> future_root(std::string_view lower);
// Upper-case words that are never tickers by themselves.
bool is_common_word(std::string_view lower);
// 1..12
std::optional<unsigned> month_number(std::string_view lower);
std::optional<Right> right_word(std::string_view lower);

}  // namespace fillwright::alert
