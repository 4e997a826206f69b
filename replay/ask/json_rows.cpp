#include "replay/ask/json_rows.hpp"

namespace fillwright {

void write_order(JsonWriter& w, const OrderRow& row, const Instruments& instruments) {
  w.value(state_of(row, instruments));
}

void write_mark(JsonWriter& w, const Quote* quote) {
  if (!quote) return w.null();
  w.value(state_of(*quote));
}

void write_position(JsonWriter& w, const UnrealisedRow& open, const Instruments& instruments) {
  w.value(state_of(open, instruments));
}

void write_total(JsonWriter& w, const PnlTotal& total) { w.value(state_of(total)); }

}  // namespace fillwright
