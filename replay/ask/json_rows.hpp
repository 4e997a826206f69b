// Rows of projections as JSON objects; used by every answer that has them.
#pragma once

#include "events/instruments.hpp"
#include "events/json_writer.hpp"
#include "projections/orders.hpp"
#include "projections/pnl.hpp"

namespace fillwright {

void write_order(JsonWriter& w, const OrderRow& row, const Instruments& instruments);
// {bid, ask, mid, time}
void write_mark(JsonWriter& w, const Quote* quote);
void write_position(JsonWriter& w, const UnrealisedRow& open, const Instruments& instruments);
void write_pnl_row(JsonWriter& w, const PnlRow& row, const Instruments& instruments);
// {realised, fees, net, unrealised, open_without_mark}
void write_total(JsonWriter& w, const PnlTotal& total);

// What is held or was, with its mark, in order of first fills. Valid as long as `pnl` is unchanged.
std::vector<UnrealisedRow> marked_positions(const Pnl& pnl);
// Of what was paid or received for the open lots; nothing when there are none.
std::optional<Percent> percent_of_cost(const UnrealisedRow& open);

}  // namespace fillwright
