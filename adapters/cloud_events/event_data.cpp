// The one place where the exported JSON of every event type is instantiated.
#include "adapters/cloud_events/event_data.hpp"

#include "adapters/cloud_events/exported_json.hpp"

namespace fillwright {
namespace {

// A line of the configuration that names callers: its key without them, and no value.
std::string without_people(const std::string& line) {
  for (const std::string_view key : {"alerts.users", "alerts.own_authors", "callers."})
    if (line.starts_with(key)) return std::string(key) + (key.ends_with('.') ? "***" : " = ***");
  return line;
}

template <class E>
void write_data(ExportWriter& w, ExportFilter&, const E& event) {
  w.value(event);
}

// The id of an allowlist's line is a caller's or a channel's.
void write_data(ExportWriter& w, ExportFilter& filter, const AllowlistChanged& event) {
  if (event.list != "users") return w.value(event);
  auto hidden = event;
  hidden.id = filter.person(event.id);
  w.value(hidden);
}

void write_data(ExportWriter& w, ExportFilter& filter, const ConfigurationChanged& event) {
  if (!filter.is_hiding_people()) return w.value(event);
  auto hidden = event;
  for (auto& line : hidden.values) line = without_people(line);
  w.value(hidden);
}

}  // namespace

void write_event_data(JsonWriter& w, ExportFilter& filter, const AnyEvent& event) {
  ExportWriter writer(w, filter);
  std::visit([&](const auto& one) { write_data(writer, filter, one); }, event);
}

bool tells_dry_run(const AnyEvent& event) {
  return std::visit(
      [](const auto& one) {
        if constexpr (requires { one.is_dry_run; })
          return one.is_dry_run;
        else
          return false;
      },
      event);
}

}  // namespace fillwright
