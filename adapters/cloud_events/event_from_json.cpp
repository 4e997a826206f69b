#include "adapters/cloud_events/event_from_json.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "actors/journal/checksums.hpp"
#include "events/codec.hpp"
#include "events/enum_names.hpp"

namespace fillwright {
namespace {

using nlohmann::json;

[[noreturn]] void refuse(const json& value) {
  throw std::runtime_error("cannot read " + value.dump());
}

template <class T>
T required(const std::optional<T>& parsed, const json& value) {
  if (!parsed) refuse(value);
  return *parsed;
}

void read(const json& value, std::string& text) { text = value.get<std::string>(); }
void read(const json& value, Bytes& bytes) {
  bytes.raw = required(from_hex(value.get<std::string>()), value);
}
void read(const json& value, Timestamp& time) {
  if (value.is_null()) return void(time = {});
  time = required(parse_time(value.get<std::string>()), value);
}
void read(const json& value, Duration& span) {
  span.ns = required(parse_decimal(value.get<std::string>(), 9), value);
}
void read(const json& value, Date& date) {
  if (value.is_null()) return void(date = {});
  date = required(parse_date(value.get<std::string>()), value);
}
void read(const json& value, InstrumentId& instrument) {
  instrument.number = value.is_null() ? 0 : value.get<std::uint32_t>();
}
template <class T>
requires std::is_arithmetic_v<T>
void read(const json& value, T& number) { number = value.get<T>(); }
template <class Tag, int Digits>
void read(const json& value, Decimal<Tag, Digits>& decimal) {
  decimal.units = required(parse_decimal(value.get<std::string>(), Digits), value);
}
template <DescribedEnum E>
void read(const json& value, E& enumerator) {
  enumerator = value.is_number() ? static_cast<E>(value.get<std::underlying_type_t<E>>())
                                 : required(enum_value<E>(value.get<std::string>()), value);
}
// Declared first, because they call one another.
template <DescribedStruct T>
void read(const json& value, T& content);
template <class T>
void read(const json& value, std::optional<T>& maybe);
template <class T>
void read(const json& value, std::vector<T>& items);

template <DescribedStruct T>
void read(const json& value, T& content) {
  boost::mp11::mp_for_each<FieldsOf<T>>([&](auto member) {
    const auto found = value.find(member.name);
    if (found == value.end()) return;
    try {
      read(*found, content.*member.pointer);
    } catch (const std::exception& error) {
      throw std::runtime_error(std::string(member.name) + ": " + error.what());
    }
  });
}
template <class T>
void read(const json& value, std::optional<T>& maybe) {
  maybe.reset();
  if (!value.is_null()) read(value, maybe.emplace());
}
template <class T>
void read(const json& value, std::vector<T>& items) {
  items.clear();
  for (const auto& item : value) read(item, items.emplace_back());
}

}  // namespace

tl::expected<AnyEvent, std::string> event_from_json(TypeId type, const nlohmann::json& object) {
  auto event = decode_event(type, "");
  if (!event) return tl::unexpected("no event type has the number " + std::to_string(type));
  if (!object.is_object())
    return tl::unexpected(std::string(type_name(type)) + ": an object was expected");
  try {
    std::visit([&](auto& one) { read(object, one); }, *event);
  } catch (const std::exception& error) {  // nlohmann_json's, and our own above
    return tl::unexpected(std::string(type_name(type)) + ": " + error.what());
  }
  return std::move(*event);
}

}  // namespace fillwright
