#include "adapters/config/value_kinds.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "events/json_writer.hpp"

namespace fillwright {
namespace {

using Raw = RawValue::Kind;

__extension__ using Wide = __int128;

constexpr std::size_t longest_id = 128;

struct Unit {
  std::string_view name;
  std::int64_t ns;
};
constexpr std::array units = {
    Unit{"h", 3'600'000'000'000}, Unit{"m", 60'000'000'000}, Unit{"s", 1'000'000'000},
    Unit{"ms", 1'000'000},        Unit{"us", 1'000},         Unit{"ns", 1}};

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Names and ids: printable, no spaces at their ends, not endless.
bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= longest_id && trimmed(text) == text &&
         std::all_of(text.begin(), text.end(), [](char c) {
           const auto byte = static_cast<unsigned char>(c);
           return byte >= 0x20 && byte != 0x7f && c != ',' && c != '"';
         });
}

const RawValue* field_of(const RawValue& table, std::string_view name) {
  for (const auto& [key, value] : table.fields)
    if (key == name) return &value;
  return nullptr;
}
bool has_only(const RawValue& table, std::initializer_list<std::string_view> names) {
  return std::all_of(table.fields.begin(), table.fields.end(), [&](const auto& field) {
    return std::find(names.begin(), names.end(), field.first) != names.end();
  });
}

// Reads an optional field; false when it is there and wrong.
template <class T>
bool read_field(const RawValue& table, std::string_view name, const Kind<T>& kind, T& value) {
  const auto* raw = field_of(table, name);
  if (!raw) return true;
  const auto read = kind.read(*raw);
  if (read) value = *read;
  return read.has_value();
}

std::optional<Permissions> read_permissions(const RawValue& raw) {
  const auto names = texts_of(raw);
  if (!names) return std::nullopt;
  Permissions permissions;
  for (const auto& name : *names) {
    const auto permission = enum_value<Permission>(name);
    if (!permission) return std::nullopt;
    permissions = permissions.with(*permission);
  }
  return permissions;
}

std::string write_permissions(Permissions permissions) {
  std::vector<std::string> names;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<Permission>>([&](auto each) {
    if (permissions.has(each.value)) names.push_back(toml_string(each.name));
  });
  return toml_list(names);
}

}  // namespace

std::string toml_string(std::string_view text) {
  return json_string(text);  // JSON's escapes are TOML's, too
}

std::string toml_key(std::string_view name) {
  const bool is_bare = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-';
  });
  return is_bare ? std::string(name) : toml_string(name);
}

std::string toml_list(const std::vector<std::string>& written) {
  std::string list = "[";
  for (const auto& each : written) list += (list.size() > 1 ? ", " : "") + each;
  return list + "]";
}

std::string duration_text(Duration span) {
  std::string text;
  for (const auto& unit : units) {
    if (const auto count = span.ns / unit.ns; count != 0) {
      text += std::to_string(count).append(unit.name);
      span.ns -= count * unit.ns;
    }
  }
  return text.empty() ? "0s" : text;
}

std::optional<Duration> parse_duration(std::string_view text) {
  std::int64_t total = 0;
  const char* last_unit_end = nullptr;
  std::size_t next_unit = 0;
  text = trimmed(text);
  if (text.empty()) return std::nullopt;
  while (!text.empty()) {
    std::size_t digits = 0;
    while (digits < text.size() &&
           (std::isdigit(static_cast<unsigned char>(text[digits])) || text[digits] == '.'))
      ++digits;
    auto letters = digits;
    while (letters < text.size() && std::isalpha(static_cast<unsigned char>(text[letters])))
      ++letters;
    const auto name = text.substr(digits, letters - digits);
    const auto unit =
        std::find_if(units.begin() + static_cast<std::ptrdiff_t>(next_unit), units.end(),
                     [&](const Unit& each) { return each.name == name; });
    const auto count = parse_decimal(text.substr(0, digits), 9);  // "1.5s" is fine
    if (unit == units.end() || !count || *count < 0) return std::nullopt;
    const auto exact = static_cast<Wide>(*count) * unit->ns;
    if (exact % 1'000'000'000 != 0) return std::nullopt;
    const auto ns = exact / 1'000'000'000;
    if (ns > INT64_MAX - total) return std::nullopt;
    total += static_cast<std::int64_t>(ns);
    next_unit = static_cast<std::size_t>(unit - units.begin()) + 1;  // each once, large to small
    text = text.substr(letters);
    last_unit_end = text.data();
  }
  if (!last_unit_end) return std::nullopt;
  return Duration{total};
}

std::string plain_number(std::string_view text) {
  std::string plain;
  text = trimmed(text);
  const bool has_plus = text.size() > 1 && text[0] == '+' && text[1] != '-' && text[1] != '+';
  if (has_plus) text.remove_prefix(1);
  for (std::size_t i = 0; i < text.size(); ++i) {
    // TOML's underscores stand between digits only.
    const bool is_separator = text[i] == '_' && i > 0 && i + 1 < text.size() &&
                              std::isdigit(static_cast<unsigned char>(text[i - 1])) &&
                              std::isdigit(static_cast<unsigned char>(text[i + 1]));
    if (!is_separator) plain += text[i];
  }
  return plain;
}

std::optional<std::vector<std::string>> texts_of(const RawValue& raw) {
  std::vector<std::string> texts;
  if (raw.kind == Raw::text) {
    std::string_view rest = raw.text;
    if (trimmed(rest).empty()) return texts;
    for (;;) {
      const auto comma = rest.find(',');
      texts.emplace_back(trimmed(rest.substr(0, comma)));
      if (comma == std::string_view::npos) break;
      rest.remove_prefix(comma + 1);
    }
  } else if (raw.kind == Raw::list) {
    for (const auto& item : raw.items) {
      if (item.kind != Raw::text) return std::nullopt;
      texts.push_back(item.text);
    }
  } else {
    return std::nullopt;
  }
  if (!std::all_of(texts.begin(), texts.end(), is_id)) return std::nullopt;
  return texts;
}

std::string offset_text(const PriceOffset& offset) {
  const auto number = to_text(offset.value);
  switch (offset.unit) {
    case OffsetUnit::ticks:
      return number + " ticks";
    case OffsetUnit::percent:
      return number + " %";
    case OffsetUnit::bps:
      return number + " bps";
    case OffsetUnit::money:
      return number;
    case OffsetUnit::none:
      break;
  }
  return "none";
}

std::optional<PriceOffset> parse_offset(std::string_view text) {
  text = trimmed(text);
  if (text == "none") return PriceOffset{};
  const auto end = std::min(text.find_first_not_of("+-.0123456789"), text.size());
  const auto value = parse<Price>(plain_number(text.substr(0, end)));
  const auto unit = trimmed(text.substr(end));
  if (!value || value->units > Price::whole(1'000'000).units ||
      value->units < -Price::whole(1'000'000).units)
    return std::nullopt;
  if (unit.empty()) return PriceOffset{OffsetUnit::money, *value};
  if (unit == "tick" || unit == "ticks") return PriceOffset{OffsetUnit::ticks, *value};
  if (unit == "%") return PriceOffset{OffsetUnit::percent, *value};
  if (unit == "bps") return PriceOffset{OffsetUnit::bps, *value};
  return std::nullopt;
}

Kind<bool> yes_or_no() {
  return {"true or false",
          [](const RawValue& raw) -> std::optional<bool> {
            if (raw.kind != Raw::boolean && raw.kind != Raw::text) return std::nullopt;
            if (raw.text == "true") return true;
            if (raw.text == "false") return false;
            return std::nullopt;
          },
          [](const bool& value) { return value ? "true" : "false"; }};
}

Kind<std::int64_t> whole_number(std::int64_t least, std::int64_t most) {
  return {"a whole number from " + std::to_string(least) + " to " + std::to_string(most),
          [=](const RawValue& raw) -> std::optional<std::int64_t> {
            if (raw.kind != Raw::number && raw.kind != Raw::text) return std::nullopt;
            const auto text = plain_number(raw.text);
            if (text.find('.') != std::string::npos) return std::nullopt;
            const auto value = parse_decimal(text, 0);
            if (!value || *value < least || *value > most) return std::nullopt;
            return *value;
          },
          [](const std::int64_t& value) { return std::to_string(value); }};
}

Kind<Duration> duration(Duration least, Duration most) {
  return {"a duration from " + duration_text(least) + " to " + duration_text(most) +
              ", like \"20s\", \"1h30m\" or \"500ms\"",
          [=](const RawValue& raw) -> std::optional<Duration> {
            if (raw.kind != Raw::text) return std::nullopt;
            const auto value = parse_duration(raw.text);
            if (!value || *value < least || *value > most) return std::nullopt;
            return value;
          },
          [](const Duration& value) { return toml_string(duration_text(value)); }};
}

Kind<std::string> any_text(std::string expected, std::size_t least, std::size_t most) {
  return {std::move(expected),
          [=](const RawValue& raw) -> std::optional<std::string> {
            const bool is_fine =
                raw.kind == Raw::text && raw.text.size() >= least && raw.text.size() <= most &&
                std::all_of(raw.text.begin(), raw.text.end(),
                            [](char c) { return static_cast<unsigned char>(c) >= 0x20; });
            if (!is_fine) return std::nullopt;
            return raw.text;
          },
          [](const std::string& value) { return toml_string(value); }};
}

Kind<std::vector<std::string>> text_list(std::string expected) {
  return {std::move(expected),
          [](const RawValue& raw) {
            auto texts = texts_of(raw);
            if (texts) std::sort(texts->begin(), texts->end());
            return texts;
          },
          [](const std::vector<std::string>& values) {
            std::vector<std::string> written;
            for (const auto& value : values) written.push_back(toml_string(value));
            return toml_list(written);
          }};
}

Kind<std::vector<Allowed>> allowlist(Permissions unless_given) {
  return {
      "a list of ids, or a table of ids with their permissions: {alice = [\"alerts\", "
      "\"options\"]}, of alerts, stocks, options, futures, spreads, approve, administer",
      [=](const RawValue& raw) -> std::optional<std::vector<Allowed>> {
        std::vector<Allowed> list;
        if (raw.kind == Raw::table) {
          for (const auto& [id, names] : raw.fields) {
            const auto permissions = read_permissions(names);
            if (!is_id(id) || !permissions) return std::nullopt;
            list.push_back({id, *permissions});
          }
        } else {
          const auto ids = texts_of(raw);
          if (!ids) return std::nullopt;
          for (const auto& id : *ids) list.push_back({id, unless_given});
        }
        std::sort(list.begin(), list.end(),
                  [](const Allowed& a, const Allowed& b) { return a.id < b.id; });
        const auto same = [](const Allowed& a, const Allowed& b) { return a.id == b.id; };
        list.erase(std::unique(list.begin(), list.end(), same), list.end());
        return list;
      },
      [](const std::vector<Allowed>& list) -> std::string {
        std::string table;
        for (const auto& each : list)
          table += (table.empty() ? "{" : ", ") + toml_key(each.id) + " = " +
                   write_permissions(each.permissions);
        return table.empty() ? "[]" : table + "}";
      }};
}

Kind<std::vector<ProfitTarget>> target_list() {
  return {
      "a list of targets: [{gain = 100, share = 50}], gain from 0.1 to 100000 percent, or price, "
      "share over 0, all shares together at most 100",
      [](const RawValue& raw) -> std::optional<std::vector<ProfitTarget>> {
        if (raw.kind != Raw::list) return std::nullopt;
        std::vector<ProfitTarget> targets;
        Percent shares;
        for (const auto& item : raw.items) {
          ProfitTarget target;
          if (item.kind != Raw::table || !has_only(item, {"gain", "price", "share"}) ||
              !read_field(item, "gain", decimal(Percent{1000}, Percent::whole(100'000)),
                          target.gain) ||
              !read_field(item, "price", decimal(Price{1}, Price::whole(1'000'000)),
                          target.price) ||
              !read_field(item, "share", decimal(Percent{1}, Percent::whole(100)), target.share))
            return std::nullopt;
          if (target.gain.is_zero() == target.price.is_zero() || target.share.is_zero())
            return std::nullopt;
          shares += target.share;
          if (shares > Percent::whole(100)) return std::nullopt;
          targets.push_back(target);
        }
        return targets;
      },
      [](const std::vector<ProfitTarget>& targets) {
        std::vector<std::string> written;
        for (const auto& each : targets)
          written.push_back((each.price.is_zero()
                                 ? "{gain = " + to_text(each.gain)
                                 : "{price = " + toml_string(to_text(each.price))) +
                            ", share = " + to_text(each.share) + "}");
        return toml_list(written);
      }};
}

Kind<std::vector<StartingPrice>> starting_prices() {
  return {"a table of symbols and prices over 0: {SPY = 680, NQ = 25000.25}",
          [](const RawValue& raw) -> std::optional<std::vector<StartingPrice>> {
            if (raw.kind != Raw::table) return std::nullopt;
            std::vector<StartingPrice> prices;
            const auto price = decimal(Price{1'000'000}, Price::whole(10'000'000));
            for (const auto& [symbol, value] : raw.fields) {
              const auto read = price.read(value);
              if (!is_id(symbol) || !read) return std::nullopt;
              prices.push_back({symbol, *read});
            }
            return prices;
          },
          [](const std::vector<StartingPrice>& prices) {
            std::string table;
            for (const auto& each : prices)
              table +=
                  (table.empty() ? "" : ", ") + toml_key(each.symbol) + " = " + to_text(each.price);
            return "{" + table + "}";
          }};
}

Kind<std::vector<QuestionRule>> question_rules() {
  return {
      "a list of texts and answers: [{contains = \"are you sure\", answer = \"yes\"}], answer "
      "\"yes\" or \"no\"",
      [](const RawValue& raw) -> std::optional<std::vector<QuestionRule>> {
        if (raw.kind != Raw::list) return std::nullopt;
        std::vector<QuestionRule> rules;
        for (const auto& item : raw.items) {
          QuestionRule rule;
          std::string answer;
          if (item.kind != Raw::table || !has_only(item, {"contains", "answer"}) ||
              !read_field(item, "contains", any_text("", 1, 256), rule.contains) ||
              !read_field(item, "answer", any_text("", 2, 3), answer))
            return std::nullopt;
          if (rule.contains.empty() || (answer != "yes" && answer != "no")) return std::nullopt;
          rule.is_yes = answer == "yes";
          rules.push_back(std::move(rule));
        }
        return rules;
      },
      [](const std::vector<QuestionRule>& rules) {
        std::vector<std::string> written;
        for (const auto& each : rules)
          written.push_back("{contains = " + toml_string(each.contains) +
                            ", answer = " + (each.is_yes ? "\"yes\"}" : "\"no\"}"));
        return toml_list(written);
      }};
}

Kind<PriceOffset> offset() {
  return {"an offset like \"0.03\", \"-2 ticks\", \"5 %\", \"15 bps\" or \"none\"",
          [](const RawValue& raw) -> std::optional<PriceOffset> {
            if (raw.kind != Raw::text && raw.kind != Raw::number) return std::nullopt;
            return parse_offset(raw.text);
          },
          [](const PriceOffset& value) { return toml_string(offset_text(value)); }};
}

Kind<std::vector<PriceOffset>> offset_list() {
  return {"a list of offsets like [\"5 %\", \"0.03\"]",
          [](const RawValue& raw) -> std::optional<std::vector<PriceOffset>> {
            if (raw.kind != Raw::list) return std::nullopt;
            std::vector<PriceOffset> offsets;
            for (const auto& item : raw.items) {
              const auto read = offset().read(item);
              if (!read || read->unit == OffsetUnit::none) return std::nullopt;
              offsets.push_back(*read);
            }
            return offsets;
          },
          [](const std::vector<PriceOffset>& offsets) {
            std::vector<std::string> written;
            for (const auto& each : offsets) written.push_back(toml_string(offset_text(each)));
            return toml_list(written);
          }};
}

Kind<std::vector<PriceCap>> cap_list() {
  return {
      "a list of caps: [{base = \"far_side\"}, {base = \"alert_price\", offsets = [\"5 %\"]}], "
      "base " +
          one_of<CapBase>().expected,
      [](const RawValue& raw) -> std::optional<std::vector<PriceCap>> {
        if (raw.kind != Raw::list) return std::nullopt;
        std::vector<PriceCap> caps;
        for (const auto& item : raw.items) {
          PriceCap cap;
          if (item.kind != Raw::table || !has_only(item, {"base", "offsets"}) ||
              !field_of(item, "base") || !read_field(item, "base", one_of<CapBase>(), cap.base) ||
              !read_field(item, "offsets", offset_list(), cap.offsets))
            return std::nullopt;
          caps.push_back(cap);
        }
        return caps;
      },
      [](const std::vector<PriceCap>& caps) {
        std::vector<std::string> written;
        for (const auto& each : caps)
          written.push_back("{base = " + one_of<CapBase>().write(each.base) +
                            (each.offsets.empty()
                                 ? std::string("}")
                                 : ", offsets = " + offset_list().write(each.offsets) + "}"));
        return toml_list(written);
      }};
}

}  // namespace fillwright
