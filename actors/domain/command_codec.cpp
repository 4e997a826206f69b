#include "actors/domain/command_codec.hpp"

#include <array>
#include <memory>

#include "events/json_writer.hpp"
#include "events/struct_codec.hpp"

namespace fillwright {
namespace {

// NoteBooks shares the broker's list of orders; what is recorded is the one order.
struct BooksOfOrder {
  std::optional<BrokerOrder> order;
  std::vector<BrokerFill> fills;
  bool is_conclusive = false;
  Timestamp at;
  std::vector<BrokerFill> corrected;
};
FILLWRIGHT_STRUCT(BooksOfOrder, order, fills, is_conclusive, at, corrected)

template <class Command>
const Command& stored_form(const Command& command) {
  return command;
}
BooksOfOrder stored_form(const NoteBooks& books) {
  BooksOfOrder stored;
  if (books.order) stored.order = *books.order;
  stored.fills = books.fills;
  stored.is_conclusive = books.is_conclusive;
  stored.at = books.at;
  stored.corrected = books.corrected;
  return stored;
}

template <class Command>
bool read(std::string_view bytes, Command& command) {
  return codec::read_struct(bytes.data(), bytes.data() + bytes.size(), command);
}
bool read(std::string_view bytes, NoteBooks& books) {
  BooksOfOrder stored;
  if (!codec::read_struct(bytes.data(), bytes.data() + bytes.size(), stored)) return false;
  if (stored.order) books.order = std::make_shared<const BrokerOrder>(std::move(*stored.order));
  books.fills = std::move(stored.fills);
  books.is_conclusive = stored.is_conclusive;
  books.at = stored.at;
  books.corrected = std::move(stored.corrected);
  return true;
}

struct Entry {
  std::string_view name;
  bool (*decode)(std::string_view, AnyCommand&) = nullptr;
};

template <class... Command>
constexpr auto make_entries(std::variant<Command...>*) {
  return std::array{Entry{described_name(static_cast<const Command*>(nullptr)),
                          [](std::string_view bytes, AnyCommand& command) {
                            return read(bytes, command.emplace<Command>());
                          }}...};
}
constexpr auto entries = make_entries(static_cast<AnyCommand*>(nullptr));

}  // namespace

std::string name_of(const AnyCommand& command) {
  return std::string(entries[command.index()].name);
}

std::string encode_command(const AnyCommand& command) {
  std::string bytes;
  bytes.reserve(128);
  std::visit([&](const auto& one) { codec::write_struct(bytes, stored_form(one)); }, command);
  return bytes;
}

std::optional<AnyCommand> decode_command(std::string_view name, std::string_view bytes) {
  for (const auto& entry : entries) {
    if (entry.name != name) continue;
    std::optional<AnyCommand> command(std::in_place);
    if (!entry.decode(bytes, *command)) command.reset();
    return command;
  }
  return std::nullopt;
}

std::string command_json(const AnyCommand& command) {
  std::string text;
  JsonWriter w(text);
  std::visit([&](const auto& one) { w.value(stored_form(one)); }, command);
  return text;
}

}  // namespace fillwright
