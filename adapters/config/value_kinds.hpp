// The kinds of values that keys have: how each is read, written as TOML, and described to people.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "actors/domain/settings.hpp"
#include "adapters/config/raw_value.hpp"
#include "events/enum_names.hpp"

namespace fillwright {

template <class T>
struct Kind {
  std::string expected;  // "a duration from 1s to 1h, like \"20s\""
  std::function<std::optional<T>(const RawValue&)> read;
  std::function<std::string(const T&)> write;  // TOML that `read` reads back as the same
};

// A TOML basic string with its quotes; a key, bare where possible.
std::string toml_string(std::string_view text);
std::string toml_key(std::string_view name);
std::string toml_list(const std::vector<std::string>& written);
// "1h30m", "20s", "500ms"; "0s".
std::string duration_text(Duration span);
std::optional<Duration> parse_duration(std::string_view text);
// The digits of a TOML number, without underscores and plus sign.
std::string plain_number(std::string_view text);
// A list, or a text with commas between the items (environment variables).
std::optional<std::vector<std::string>> texts_of(const RawValue& raw);
// "0.03", "2 ticks", "5 %", "15 bps".
std::string offset_text(const PriceOffset& offset);
std::optional<PriceOffset> parse_offset(std::string_view text);

Kind<bool> yes_or_no();
Kind<std::int64_t> whole_number(std::int64_t least, std::int64_t most);
Kind<Duration> duration(Duration least, Duration most);
Kind<std::string> any_text(std::string expected, std::size_t least = 0, std::size_t most = 500);
Kind<std::vector<std::string>> text_list(std::string expected);
Kind<std::vector<Allowed>> allowlist(Permissions unless_given);
Kind<std::vector<ProfitTarget>> target_list();
Kind<std::vector<StartingPrice>> starting_prices();
Kind<std::vector<QuestionRule>> question_rules();
Kind<PriceOffset> offset();
Kind<std::vector<PriceOffset>> offset_list();
Kind<std::vector<PriceCap>> cap_list();

template <class D>
Kind<D> decimal(D least, D most) {
  return {"a number from " + to_text(least) + " to " + to_text(most),
          [=](const RawValue& raw) -> std::optional<D> {
            if (raw.kind != RawValue::Kind::number && raw.kind != RawValue::Kind::text)
              return std::nullopt;
            const auto value = parse<D>(plain_number(raw.text));
            if (!value || *value < least || *value > most) return std::nullopt;
            return value;
          },
          [](const D& value) { return to_text(value); }};
}
inline Kind<Percent> percent(std::int64_t most = 100) {
  return decimal(Percent{}, Percent::whole(most));
}
inline Kind<Money> money(std::int64_t most = 1'000'000'000) {
  return decimal(Money{}, Money::whole(most));
}

template <class Number>
Kind<Number> number(Number least, Number most) {
  auto wide = whole_number(static_cast<std::int64_t>(least), static_cast<std::int64_t>(most));
  return {wide.expected,
          [wide](const RawValue& raw) -> std::optional<Number> {
            const auto value = wide.read(raw);
            if (!value) return std::nullopt;
            return static_cast<Number>(*value);
          },
          [](const Number& value) { return std::to_string(value); }};
}

template <DescribedEnum E>
Kind<E> one_of() {
  std::string names;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>(
      [&](auto each) { names += (names.empty() ? "\"" : ", \"") + std::string(each.name) + '"'; });
  return {"one of " + names,
          [](const RawValue& raw) {
            return raw.kind == RawValue::Kind::text ? enum_value<E>(raw.text) : std::nullopt;
          },
          [](const E& value) { return toml_string(enum_name(value)); }};
}

}  // namespace fillwright
