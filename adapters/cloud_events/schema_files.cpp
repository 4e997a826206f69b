#include "adapters/cloud_events/schema_files.hpp"

#include <nlohmann/json.hpp>

#include "adapters/cloud_events/async_api.hpp"
#include "adapters/cloud_events/envelope_schemas.hpp"
#include "events/codec.hpp"
#include "events/json_schema.hpp"
#include "events/make_shape.hpp"
#include "projections/state_rows.hpp"

namespace fillwright {
namespace {

// For people, too: a line each.
std::string laid_out(std::string_view json) {
  return nlohmann::ordered_json::parse(json).dump(1) + '\n';
}

template <class State>
std::string state_schema(const std::string& name) {
  return laid_out(json_schema(shape_of<State>(), "urn:fillwright:" + name));
}

}  // namespace

std::map<std::string, std::string> schema_files() {
  std::map<std::string, std::string> files;
  for (const auto type : all_types())
    files[std::string(type_name(type)) + ".json"] = laid_out(json_schema(type));
  files["cloud_event.json"] = laid_out(cloud_event_schema);
  files["signed_head.json"] = laid_out(signed_head_schema);
  files["order_state.json"] = state_schema<OrderState>("order_state");
  files["position_state.json"] = state_schema<PositionState>("position_state");
  files["pnl_day_state.json"] = state_schema<PnlDayState>("pnl_day_state");
  files["pnl_state.json"] = state_schema<PnlState>("pnl_state");
  files["asyncapi.json"] = laid_out(async_api_document());
  return files;
}

}  // namespace fillwright
