#include "adapters/tape/tape_block.hpp"

#include <algorithm>
#include <numeric>

#include "adapters/tape/tape_format.hpp"

namespace fillwright::tape {
namespace {

// The greatest common measure of what has been given so far; zero measures everything.
void include(std::uint64_t& unit, std::int64_t value) {
  // One division where the measure stays, which is nearly always.
  const auto magnitude = static_cast<std::uint64_t>(value);
  if (unit == 0 || magnitude % unit != 0) unit = std::gcd(unit, magnitude);
}

std::int64_t in_units(std::int64_t change, std::uint64_t unit) {
  return change / static_cast<std::int64_t>(unit);
}

}  // namespace

void BlockEncoder::measure(const std::vector<Row>& rows) {
  places_.clear();
  for (const auto& row : rows) {
    if (row.place >= slot_of_place_.size()) slot_of_place_.resize(row.place + 1, UINT32_MAX);
    if (slot_of_place_[row.place] != UINT32_MAX) continue;
    slot_of_place_[row.place] = 0;
    places_.push_back(row.place);
  }
  std::sort(places_.begin(), places_.end());
  for (std::uint32_t slot = 0; slot < places_.size(); ++slot) slot_of_place_[places_[slot]] = slot;
  slots_.assign(places_.size(), {});
  time_unit_ = 0;
  for (const auto& [place, quote] : rows) {
    auto& slot = slots_[slot_of_place_[place]];
    include(time_unit_, quote.time.ns - rows.front().quote.time.ns);
    for (const auto price : {quote.bid, quote.ask}) include(slot.price_unit, price.units);
    for (const auto size : {quote.bid_size, quote.ask_size}) include(slot.size_unit, size.units);
  }
  for (auto& slot : slots_) {
    slot.price_unit = std::max<std::uint64_t>(slot.price_unit, 1);
    slot.size_unit = std::max<std::uint64_t>(slot.size_unit, 1);
  }
  time_unit_ = std::max<std::uint64_t>(time_unit_, 1);
}

void BlockEncoder::write_row(wire::Writer& to, const Row& row) {
  const auto slot_number = slot_of_place_[row.place];
  auto& slot = slots_[slot_number];
  const auto& quote = row.quote;
  const auto& last = slot.last;
  const bool is_next = slot_number == (slot_ + 1) % places_.size();
  std::uint8_t changes = 0;
  if (quote.bid != last.bid) changes |= Change::bid_price;
  if (quote.ask != last.ask) changes |= Change::ask_price;
  if (quote.bid_size != last.bid_size) changes |= Change::bid_size;
  if (quote.ask_size != last.ask_size) changes |= Change::ask_size;
  if (quote.time.ns != time_) changes |= Change::later;
  if (!is_next) changes |= Change::other_slot;
  to.byte(changes);
  if (changes & Change::later)
    to.varint(static_cast<std::uint64_t>(quote.time.ns - time_) / time_unit_);
  if (changes & Change::other_slot) to.varint(slot_number);
  const auto write_change = [&](std::uint8_t change, std::int64_t by, std::uint64_t unit) {
    if (changes & change) to.zigzag(in_units(by, unit));
  };
  write_change(Change::bid_price, quote.bid.units - last.bid.units, slot.price_unit);
  write_change(Change::ask_price, quote.ask.units - last.ask.units, slot.price_unit);
  write_change(Change::bid_size, quote.bid_size.units - last.bid_size.units, slot.size_unit);
  write_change(Change::ask_size, quote.ask_size.units - last.ask_size.units, slot.size_unit);
  slot.last = quote;
  slot_ = slot_number;
  time_ = quote.time.ns;
}

void BlockEncoder::encode(const std::vector<Row>& rows, std::string& out) {
  measure(rows);
  wire::Writer to(out);
  time_ = rows.front().quote.time.ns;
  to.varint(rows.size());
  to.zigzag(time_);
  to.varint(time_unit_);
  to.varint(places_.size());
  std::uint32_t before = 0;
  for (std::size_t slot = 0; slot < places_.size(); ++slot) {
    to.varint(places_[slot] - before);
    before = places_[slot];
    to.varint(slots_[slot].price_unit);
    to.varint(slots_[slot].size_unit);
  }
  slot_ = static_cast<std::uint32_t>(places_.size()) - 1;
  for (const auto& row : rows) write_row(to, row);
  for (const auto place : places_) slot_of_place_[place] = UINT32_MAX;
}

bool BlockDecoder::start(std::string_view payload, std::size_t instruments) {
  left_ = 0;
  at_ = payload.data();
  end_ = at_ + payload.size();
  std::uint64_t quotes = 0, time = 0, count = 0;
  if (!read(quotes) || quotes == 0 || quotes > most_quotes_a_block || !read(time) ||
      !read(time_unit_) || !read(count) || count == 0 || count > quotes)
    return false;
  places_.clear();
  slots_.assign(count, {});
  std::uint64_t place = 0;
  for (auto& slot : slots_) {
    std::uint64_t gap = 0;
    if (!read(gap) || (gap == 0 && !places_.empty()) || gap >= instruments ||
        !read(slot.price_unit) || !read(slot.size_unit))
      return false;
    place += gap;
    if (place >= instruments) return false;
    places_.push_back(static_cast<std::uint32_t>(place));
  }
  time_ = wire::from_zigzag(time);
  first_ = {time_};
  slot_ = static_cast<std::uint32_t>(count) - 1;
  left_ = static_cast<std::uint32_t>(quotes);
  return true;
}

}  // namespace fillwright::tape
