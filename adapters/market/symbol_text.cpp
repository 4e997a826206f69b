#include "adapters/market/symbol_text.hpp"

#include <algorithm>

namespace fillwright {
namespace {

bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_capital_or_digit(char c) { return is_capital(c) || is_digit(c); }
bool all(std::string_view text, bool (*is_one)(char)) {
  return std::all_of(text.begin(), text.end(), is_one);
}
int two_digits(std::string_view text) { return (text[0] - '0') * 10 + (text[1] - '0'); }

bool is_stock(std::string_view text) {
  const auto dot = text.find('.');
  const auto name = text.substr(0, dot);
  if (name.empty() || name.size() > 6 || !all(name, is_capital)) return false;
  if (dot == text.npos) return true;
  const auto share_class = text.substr(dot + 1);
  return !share_class.empty() && share_class.size() <= 2 && all(share_class, is_capital);
}

bool is_future(std::string_view text) {
  if (text.size() < 4 || text.size() > 6) return false;
  const auto month = text[text.size() - 3];
  return all(text.substr(0, text.size() - 3), is_capital_or_digit) &&
         all(text.substr(text.size() - 2), is_digit) &&
         std::string_view("FGHJKMNQUVXZ").find(month) != std::string_view::npos;
}

// The fifteen characters after an option's root: date, right, strike in thousandths.
bool is_contract(std::string_view text) {
  if (!all(text.substr(0, 6), is_digit) || (text[6] != 'C' && text[6] != 'P') ||
      !all(text.substr(7), is_digit))
    return false;
  return make_date(2000 + two_digits(text), static_cast<unsigned>(two_digits(text.substr(2))),
                   static_cast<unsigned>(two_digits(text.substr(4))))
      .has_value();
}

}  // namespace

std::optional<SymbolText> read_symbol(std::string_view text) {
  constexpr std::size_t contract_length = 15;
  constexpr std::size_t root_length = 6;
  if (text.size() > contract_length && text.size() <= contract_length + root_length) {
    const auto contract = text.substr(text.size() - contract_length);
    auto root = text.substr(0, text.size() - contract_length);
    root = root.substr(0, root.find_last_not_of(' ') + 1);
    if (root.empty() || !is_capital(root[0]) || !all(root, is_capital_or_digit) ||
        !is_contract(contract))
      return std::nullopt;
    std::string symbol(root);
    symbol.resize(root_length, ' ');
    symbol += contract;
    return SymbolText{AssetClass::option, std::move(symbol), std::string(root)};
  }
  if (is_stock(text)) return SymbolText{AssetClass::stock, std::string(text), std::string(text)};
  if (is_future(text))
    return SymbolText{AssetClass::future, std::string(text),
                      std::string(text.substr(0, text.size() - 3))};
  return std::nullopt;
}

std::vector<std::string> leg_symbols(std::string_view spread) {
  std::vector<std::string> symbols;
  for (std::size_t at = 0; at < spread.size();) {
    const auto space = spread.find(' ', at);
    if ((spread[at] != '+' && spread[at] != '-') || space == spread.npos || space == at + 1 ||
        !all(spread.substr(at + 1, space - at - 1), is_digit))
      return {};
    // Option symbols have spaces of their own: a leg ends where a space and a sign follow.
    const auto end = std::min({spread.find(" +", space), spread.find(" -", space), spread.size()});
    if (end <= space + 1) return {};
    symbols.emplace_back(spread.substr(space + 1, end - space - 1));
    at = end + 1;
  }
  return symbols;
}

}  // namespace fillwright
