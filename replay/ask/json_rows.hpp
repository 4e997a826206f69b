// Rows of projections as JSON objects; used by every answer that has them.
#pragma once

#include "events/instruments.hpp"
#include "events/json_writer.hpp"
#include "projections/state_rows.hpp"

namespace fillwright {

void write_order(JsonWriter& w, const OrderRow& row, const Instruments& instruments);
// {bid, ask, mid, time}
void write_mark(JsonWriter& w, const Quote* quote);
void write_position(JsonWriter& w, const UnrealisedRow& open, const Instruments& instruments);
// {realised, fees, net, unrealised, open_without_mark}
void write_total(JsonWriter& w, const PnlTotal& total);

}  // namespace fillwright
