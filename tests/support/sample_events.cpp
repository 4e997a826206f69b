#include "tests/support/sample_events.hpp"

#include "events/enum_names.hpp"

namespace fillwright::testing {
namespace {

// Gives every value something that no other in the same event has, as far as its type can.
class Filler {
 public:
  explicit Filler(std::string_view text) : text_(text) {}
  void fill(bool& is_true) { is_true = !is_true; }
  template <std::integral T>
  void fill(T& number) {
    number = static_cast<T>(number + static_cast<T>(next() % 100));
  }
  void fill(std::string& text) { text = text_ + std::to_string(next()); }
  void fill(Bytes& bytes) { fill(bytes.raw); }
  void fill(Timestamp& time) { time.ns = 1'795'185'000'000'000'000 + next(); }
  void fill(Duration& span) { span.ns += 1'000'000 * next(); }
  void fill(Date& date) { date.days = 20'000 + static_cast<std::int32_t>(next()); }
  void fill(InstrumentId& instrument) { fill(instrument.number); }
  template <class Tag, int Digits>
  void fill(Decimal<Tag, Digits>& decimal) {
    const auto number = next();
    decimal.units += number % 2 == 0 ? number * decimal.one / 4 : -number;
  }
  template <DescribedEnum E>
  void fill(E& enumerator) {
    const auto before = enumerator;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto described) {
      if (described.value != before) enumerator = described.value;
    });
  }
  template <class T>
  void fill(std::optional<T>& maybe) {
    fill(maybe.emplace());
  }
  template <class T>
  void fill(std::vector<T>& items) {
    items.resize(2);
    for (auto& item : items) fill(item);
  }
  template <DescribedStruct T>
  void fill(T& content) {
    boost::mp11::mp_for_each<FieldsOf<T>>([&](auto member) { fill(content.*member.pointer); });
  }

 private:
  std::int64_t next() { return ++last_; }
  std::string text_;
  std::int64_t last_ = 0;
};

}  // namespace

AnyEvent filled_event(TypeId type, std::string_view text) {
  auto event = decode_event(type, "").value();
  std::visit([&](auto& one) { Filler(text).fill(one); }, event);
  return event;
}

}  // namespace fillwright::testing
