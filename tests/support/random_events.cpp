#include "tests/support/random_events.hpp"

#include <rapidcheck.h>

#include <limits>

namespace fillwright::testing {
namespace {

void draw(bool& is_true) { is_true = *rc::gen::arbitrary<bool>(); }
// Extremes are where codecs break, so they are common here.
template <std::integral T>
void draw(T& number) {
  number = *rc::gen::weightedOneOf<T>({{6, rc::gen::arbitrary<T>()},
                                       {2, rc::gen::inRange<T>(0, 100)},
                                       {2, rc::gen::element<T>(0, 1, std::numeric_limits<T>::min(),
                                                               std::numeric_limits<T>::max())}});
}
void draw(std::string& text) { text = *rc::gen::string<std::string>(); }
void draw(Bytes& bytes) { draw(bytes.raw); }
void draw(Timestamp& time) { draw(time.ns); }
void draw(Duration& span) { draw(span.ns); }
void draw(Date& date) { draw(date.days); }
void draw(InstrumentId& instrument) { draw(instrument.number); }
template <class Tag, int Digits>
void draw(Decimal<Tag, Digits>& decimal) {
  draw(decimal.units);
}
// Values without a name too.
template <class E>
requires std::is_enum_v<E>
void draw(E& enumerator) {
  std::underlying_type_t<E> number{};
  draw(number);
  enumerator = static_cast<E>(number);
}
template <DescribedStruct T>
void draw(T& content);
template <class T>
void draw(std::optional<T>& maybe);
template <class T>
void draw(std::vector<T>& items);

template <DescribedStruct T>
void draw(T& content) {
  // A field in three stays as it is, so that trailing defaults occur.
  boost::mp11::mp_for_each<FieldsOf<T>>([&](auto member) {
    if (*rc::gen::inRange(0, 3) != 0) draw(content.*member.pointer);
  });
}
template <class T>
void draw(std::optional<T>& maybe) {
  if (*rc::gen::arbitrary<bool>()) draw(maybe.emplace());
}
template <class T>
void draw(std::vector<T>& items) {
  items.resize(*rc::gen::inRange<std::size_t>(0, 4));
  for (auto& item : items) draw(item);
}

}  // namespace

AnyEvent random_event(TypeId type) {
  auto event = decode_event(type, "").value();
  std::visit([](auto& one) { draw(one); }, event);
  return event;
}

}  // namespace fillwright::testing
