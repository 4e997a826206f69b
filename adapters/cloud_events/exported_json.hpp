// Described structs as JSON, as JsonWriter writes them but for what must not leave: see
// ExportFilter. Straight from the field list.
#pragma once

#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/cloud_events/export_filter.hpp"
#include "events/json_writer.hpp"

namespace fillwright {

// A field of one of these names holds a caller's id, in whatever struct.
constexpr bool is_name_of_person(std::string_view field) {
  return field == "author" || field == "caller";
}

template <class T>
concept Text = std::same_as<T, std::string> || std::same_as<T, std::string_view>;

class ExportWriter {
 public:
  ExportWriter(JsonWriter& w, ExportFilter& filter) : w_(w), filter_(filter) {}

  template <class T>
  void value(const T& content) {
    w_.value(content);
  }
  template <Text T>
  void value(const T& text) {
    w_.value(filter_.text(text));
  }
  // Bytes that may not leave are left out as a whole.
  void value(const Bytes& bytes) {
    w_.value(bytes.raw.empty() || filter_.may_leave(bytes.raw) ? bytes : Bytes{});
  }
  template <class T>
  void value(const std::optional<T>& maybe) {
    if (maybe) return value(*maybe);
    w_.null();
  }
  template <class T>
  void value(const std::vector<T>& items) {
    w_.begin_array();
    for (const auto& item : items) value(item);
    w_.end_array();
  }
  template <DescribedStruct T>
  void value(const T& content) {
    w_.begin_object();
    boost::mp11::mp_for_each<FieldsOf<T>>([&](auto member) {
      using Field = std::remove_cvref_t<decltype(content.*member.pointer)>;
      w_.key_of(member);
      if constexpr (Text<Field> && is_name_of_person(member.name))
        w_.value(filter_.person(content.*member.pointer));
      else
        value(content.*member.pointer);
    });
    w_.end_object();
  }

 private:
  JsonWriter& w_;
  ExportFilter& filter_;
};

}  // namespace fillwright
