// The one place where the codec of every event type is instantiated.
#include "events/codec.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "events/any_event.hpp"
#include "events/one_of.hpp"
#include "events/struct_codec.hpp"

namespace fillwright {
namespace {

struct Entry {
  TypeId type = 0;
  std::string_view name;
  const char* tag = nullptr;  // null: no such type
  void (*encode)(std::string&, const void*) = nullptr;
  bool (*decode)(std::string_view, void*) = nullptr;
  bool (*decode_any)(std::string_view, AnyEvent&) = nullptr;
};

template <class E>
void encode_one(std::string& out, const void* event) {
  codec::write_struct(out, *static_cast<const E*>(event));
}

template <class E>
bool decode_one(std::string_view bytes, void* event) {
  return codec::read_struct(bytes.data(), bytes.data() + bytes.size(), *static_cast<E*>(event));
}

template <class E>
bool decode_any_one(std::string_view bytes, AnyEvent& event) {
  auto* same = std::get_if<E>(&event);
  return decode_one<E>(bytes, same ? same : &event.emplace<E>());
}

// By rising type id.
template <class... E>
constexpr auto make_entries(std::variant<E...>*) {
  std::array entries{Entry{E::type_id, name_of<E>(), &codec::tag<E>, encode_one<E>, decode_one<E>,
                           decode_any_one<E>}...};
  std::ranges::sort(entries, {}, &Entry::type);
  return entries;
}
constexpr auto entries = make_entries(static_cast<AnyEvent*>(nullptr));

constexpr bool are_types_unique() {
  return std::ranges::adjacent_find(entries, {}, &Entry::type) == entries.end();
}
static_assert(are_types_unique(), "two event types have the same type_id");
static_assert(entries.front().type > 0, "type_id 0 means none");

// Looked up by type id directly: this is on the path of every event that is replayed.
constexpr auto by_type = [] {
  std::array<Entry, entries.back().type + 1> table{};
  for (const auto& entry : entries) table[entry.type] = entry;
  return table;
}();

constexpr auto types = [] {
  std::array<TypeId, entries.size()> numbers{};
  std::ranges::transform(entries, numbers.begin(), &Entry::type);
  return numbers;
}();

const Entry* find(TypeId type) {
  if (type >= by_type.size() || !by_type[type].tag) return nullptr;
  return &by_type[type];
}

const Entry& checked(TypeId type, const char* tag) {
  const auto* entry = find(type);
  if (!entry || entry->tag != tag) std::abort();
  return *entry;
}

}  // namespace

std::string_view type_name(TypeId type) {
  const auto* entry = find(type);
  return entry ? entry->name : std::string_view();
}

std::optional<TypeId> type_named(std::string_view name) {
  const auto found = std::ranges::find(entries, name, &Entry::name);
  if (found == entries.end()) return std::nullopt;
  return found->type;
}

std::span<const TypeId> all_types() { return types; }

namespace codec {

void encode_erased(std::string& out, TypeId type, const char* event_tag, const void* event) {
  checked(type, event_tag).encode(out, event);
}

bool decode_erased(TypeId type, const char* event_tag, std::string_view bytes, void* event) {
  return checked(type, event_tag).decode(bytes, event);
}

}  // namespace codec

TypeId type_of(const AnyEvent& event) {
  return std::visit([]<class E>(const E&) { return E::type_id; }, event);
}

bool is_input(const AnyEvent& event) {
  return is_one_of<InputTaken, InputContinued, OpenTradesSeen>(event);
}

std::string encode_event(const AnyEvent& event) {
  std::string bytes;
  bytes.reserve(128);  // most events fit: one allocation
  std::visit([&](const auto& one) { encode_into(bytes, one); }, event);
  return bytes;
}

std::optional<AnyEvent> decode_event(TypeId type, std::string_view bytes) {
  const auto* entry = find(type);
  if (!entry) return std::nullopt;
  std::optional<AnyEvent> event(std::in_place);
  if (!entry->decode_any(bytes, *event)) event.reset();
  return event;
}

const AnyEvent* EventDecoder::decode(TypeId type, std::string_view bytes) {
  const auto* entry = find(type);
  if (!entry) return nullptr;
  if (latest_.empty()) latest_.resize(by_type.size());
  auto& event = latest_[type];
  if (!event) event = std::make_unique<AnyEvent>();
  return entry->decode_any(bytes, *event) ? event.get() : nullptr;
}

}  // namespace fillwright
