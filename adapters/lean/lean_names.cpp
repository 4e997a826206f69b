#include "adapters/lean/lean_names.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "actors/domain/instrument/contracts.hpp"
#include "adapters/market/symbol_text.hpp"

namespace fillwright::lean {
namespace {

struct KindName {
  Kind kind;
  std::string_view folder;
  std::string_view name;
};
constexpr std::array kind_names = {
    KindName{Kind::equity, "equity", "Equity"},
    KindName{Kind::option, "option", "Option"},
    KindName{Kind::index_option, "indexoption", "IndexOption"},
    KindName{Kind::future, "future", "Future"},
    KindName{Kind::future_option, "futureoption", "FutureOption"},
};

std::string capitals(std::string_view text) {
  std::string out(text);
  for (auto& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return out;
}

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const auto end = std::min(text.find(at, begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

bool is_number(std::string_view text, std::size_t digits) {
  return text.size() == digits &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

int number(std::string_view digits) {
  int value = 0;
  for (const char digit : digits) value = value * 10 + (digit - '0');
  return value;
}

// "20151224"
std::optional<Date> read_day(std::string_view text) {
  if (!is_number(text, 8)) return std::nullopt;
  return make_date(number(text.substr(0, 4)), static_cast<unsigned>(number(text.substr(4, 2))),
                   static_cast<unsigned>(number(text.substr(6, 2))));
}

// "ESH20" of "202003", or of a day in it. Two digits say the year: only this century's are told.
std::optional<std::string> future_symbol(const std::string& root, std::string_view month) {
  constexpr std::string_view codes = "FGHJKMNQUVXZ";
  if ((!is_number(month, 6) && !is_number(month, 8)) || !month.starts_with("20"))
    return std::nullopt;
  const auto of_year = number(month.substr(4, 2));
  if (of_year < 1 || of_year > 12) return std::nullopt;
  auto symbol =
      root + codes[static_cast<std::size_t>(of_year - 1)] + std::string(month.substr(2, 2));
  const auto read = read_symbol(symbol);
  if (!read || read->asset_class != AssetClass::future) return std::nullopt;
  return symbol;
}

// "american", "call", "7500000", "20160115"
std::optional<std::string> option_symbol(const std::string& root,
                                         const std::vector<std::string_view>& parts) {
  constexpr int strike_digits = 5;  // strikes are written times 10^4
  if (parts.size() != 8) return std::nullopt;
  const auto expiry = read_day(parts[7]);
  const auto strike = parse_decimal(parts[6], strike_digits);
  const bool is_call = parts[5] == "call";
  constexpr auto finest = Price::one / 1000;
  if (!expiry || !strike || *strike <= 0 || *strike % finest != 0 ||
      *strike >= Price::whole(100'000).units || (!is_call && parts[5] != "put"))
    return std::nullopt;
  const auto symbol = occ_symbol(root, *expiry, is_call ? Right::call : Right::put, Price{*strike});
  const auto read = read_symbol(symbol);
  if (!read || read->root != root) return std::nullopt;
  return symbol;
}

}  // namespace

std::string_view name_of(Kind kind) { return kind_names[static_cast<std::size_t>(kind)].name; }

tl::expected<Archive, std::string> read_archive_name(const std::filesystem::path& path) {
  const auto bad = [&](const std::string& expected) {
    return tl::make_unexpected(path.string() + " is not named as LEAN's data are; expected " +
                               expected);
  };
  constexpr auto layout =
      "…/equity|option|indexoption|future|futureoption/MARKET/minute/TICKER/YYYYMMDD_quote….zip";
  const auto whole = std::filesystem::absolute(path).lexically_normal();
  const std::vector<std::filesystem::path> parts(whole.begin(), whole.end());
  Archive archive;
  std::size_t at = parts.size();
  for (std::size_t back = 5; back <= 6 && back <= parts.size() && at == parts.size(); ++back)
    for (const auto& [kind, folder, name] : kind_names)
      if (parts[parts.size() - back] == folder && (back == 6) == (kind == Kind::future_option)) {
        archive.kind = kind;
        at = parts.size() - back;
      }
  if (at == parts.size()) return bad(layout);
  for (std::size_t i = 0; i < at; ++i) archive.root /= parts[i];
  archive.market = parts[at + 1].string();
  archive.resolution = parts[at + 2].string();
  archive.ticker = capitals(parts[at + 3].string());
  if (archive.kind == Kind::future_option) archive.contract_month = parts[at + 4].string();

  const auto stem = whole.stem().string();
  const auto words = split(stem, '_');
  const auto day = read_day(words[0]);
  if (archive.resolution == "minute" && (!day || words.size() < 2)) return bad(layout);
  archive.day = day.value_or(Date{});
  archive.is_quotes = day && words[1] == "quote";
  return archive;
}

std::optional<Contract> read_entry_name(const Archive& archive, std::string_view entry) {
  constexpr std::string_view extension = ".csv";
  if (!entry.ends_with(extension)) return std::nullopt;
  entry.remove_suffix(extension.size());
  const auto parts = split(entry, '_');
  if (parts.size() < 4 || parts[2] != "minute" || parts[3] != "quote") return std::nullopt;
  const auto ticker = capitals(parts[1]);
  std::optional<std::string> symbol;
  std::string root = ticker;
  switch (archive.kind) {
    case Kind::equity:
      if (parts.size() == 4 && read_symbol(ticker)) symbol = ticker;
      break;
    case Kind::option:
    case Kind::index_option:
      symbol = option_symbol(root, parts);
      break;
    case Kind::future:
      if (parts.size() == 5) symbol = future_symbol(root, parts[4]);
      break;
    case Kind::future_option: {
      const auto future = future_symbol(archive.ticker, archive.contract_month);
      if (!future) return std::nullopt;
      root = *future;
      symbol = option_symbol(root, parts);
      break;
    }
  }
  if (!symbol) return std::nullopt;
  return Contract{*symbol, root};
}

}  // namespace fillwright::lean
