// How the lists of keys are written: one call a key. For the files of those lists only.
#pragma once

#include <limits>
#include <string>
#include <vector>

#include "adapters/config/keys.hpp"
#include "adapters/config/value_kinds.hpp"

namespace fillwright {

inline constexpr auto hour = seconds(3600);
inline constexpr auto day = seconds(86'400);

// `access` returns the member of the object that the key stands for.
template <class Object, class T, class Access>
Key<Object> make_key(std::string name, Kind<T> kind, std::string explanation, Access access,
                     std::string also_named = {}) {
  Object defaults{};
  auto sample = kind.write(access(defaults));
  return {std::move(name),
          std::move(explanation),
          kind.expected,
          std::move(sample),
          [kind, access](Object& object, const RawValue& raw) {
            auto value = kind.read(raw);
            if (!value) return false;
            access(object) = std::move(*value);
            return true;
          },
          [kind, access](const Object& object) {
            auto copy = object;  // access wants it mutable
            return kind.write(access(copy));
          },
          std::move(also_named)};
}

// A value that an override may leave out.
template <class T, class Access>
Key<Override> optional_key(std::string name, Kind<T> kind, std::string explanation,
                           std::string sample, Access access) {
  return {std::move(name),
          std::move(explanation),
          kind.expected,
          std::move(sample),
          [kind, access](Override& object, const RawValue& raw) {
            access(object) = kind.read(raw);
            return access(object).has_value();
          },
          [kind, access](const Override& object) {
            auto copy = object;
            const auto& value = access(copy);
            return value ? kind.write(*value) : std::string();
          }};
}

// The member of Configuration or of another object.
#define AT(member) ([](auto& object) -> auto& { return object.member; })

template <class T, class Access>
Key<Configuration> setting(std::string name, Kind<T> kind, std::string explanation, Access access,
                           std::string also_named = {}) {
  return make_key<Configuration>(std::move(name), std::move(kind), std::move(explanation), access,
                                 std::move(also_named));
}

inline Kind<std::uint32_t> count(std::uint32_t least, std::uint32_t most) {
  return number(least, most);
}
inline Kind<std::uint64_t> seed() {
  return number<std::uint64_t>(0, std::numeric_limits<std::int64_t>::max());
}
inline Kind<std::string> name_of(const char* what) { return any_text(std::string(what), 1, 128); }
inline Kind<std::string> policy_name() {
  return name_of("the name of a price policy, built in or of [policies]");
}
inline Kind<Percent> any_percent() { return percent(100); }
inline Kind<Quantity> contracts() { return decimal(Quantity{}, Quantity::whole(100'000)); }
inline Kind<Money> fee() { return money(1000); }

using Keys = std::vector<Key<Configuration>>;
void add_trading_keys(Keys& keys);  // account to risk
void add_process_keys(Keys& keys);  // broker to log
void add_kafka_keys(Keys& keys);

}  // namespace fillwright
