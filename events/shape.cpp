#include "events/shape.hpp"

#include <algorithm>
#include <array>

#include "events/any_event.hpp"
#include "events/make_shape.hpp"

namespace fillwright {
namespace {

struct Entry {
  TypeId type;
  const Shape* shape;
};

template <class... E>
constexpr auto make_entries(std::variant<E...>*) {
  return std::array{Entry{E::type_id, &shapes::shape<E>}...};
}
constexpr auto entries = make_entries(static_cast<AnyEvent*>(nullptr));

}  // namespace

const Shape* shape_of(TypeId type) {
  const auto found = std::ranges::find(entries, type, &Entry::type);
  return found == entries.end() ? nullptr : found->shape;
}

}  // namespace fillwright
