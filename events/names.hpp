// Names by number and what is kept by name, for what grows for as long as a journal does: one name
// costs its bytes and 24 more, and one that is new is found to be so by one line of memory,
// whatever the number of those that are there. Not thread-safe.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fillwright {

// Numbers names 1, 2, 3 … and finds them again. 0 is "unknown"; its name is empty. The names lie
// together and are found by an open table of their numbers: a million of them are there in a
// moment.
class Names {
 public:
  std::uint32_t find(std::string_view name) const {
    return slots_.empty() ? 0 : slots_[slot_of(name, hash_of(name))].number;
  }
  // The new name's number, or 0 when it was there already.
  std::uint32_t add_new(std::string_view name) {
    if (slots_.size() < 2 * (ends_.size() + 1)) grow();
    const auto hash = hash_of(name);
    auto& slot = slots_[slot_of(name, hash)];
    if (slot.number != 0) return 0;
    bytes_ += name;
    ends_.push_back(bytes_.size());
    slot = {hash, count()};
    return slot.number;
  }
  // Its number, which it gets now when it has none.
  std::uint32_t number_of(std::string_view name) {
    if (latest_ != 0 && latest_ <= count() && this->name(latest_) == name) return latest_;
    latest_ = add_new(name);
    if (latest_ == 0) latest_ = find(name);
    return latest_;
  }
  // Valid until the next `add`.
  std::string_view name(std::uint32_t number) const {
    if (number == 0 || number > ends_.size()) return {};
    const auto begin = number == 1 ? 0 : ends_[number - 2];
    return std::string_view(bytes_).substr(begin, ends_[number - 1] - begin);
  }
  std::uint32_t count() const { return static_cast<std::uint32_t>(ends_.size()); }

 private:
  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t number = 0;  // 0: free
  };
  static std::uint32_t hash_of(std::string_view name) {
    const auto hash = std::hash<std::string_view>()(name);
    return static_cast<std::uint32_t>(hash ^ hash >> 32);
  }
  // Where the name is, or would be.
  std::size_t slot_of(std::string_view name, std::uint32_t hash) const {
    const auto last = slots_.size() - 1;
    for (auto at = hash & last;; at = (at + 1) & last) {
      const auto& slot = slots_[at];
      if (slot.number == 0 || (slot.hash == hash && this->name(slot.number) == name)) return at;
    }
  }
  void grow() {
    const auto before =
        std::exchange(slots_, std::vector<Slot>(std::max<std::size_t>(64, 2 * slots_.size())));
    const auto last = slots_.size() - 1;
    for (const auto& slot : before) {
      if (slot.number == 0) continue;
      auto at = slot.hash & last;
      while (slots_[at].number != 0) at = (at + 1) & last;
      slots_[at] = slot;
    }
  }

  std::string bytes_;                // one name after another
  std::vector<std::uint64_t> ends_;  // of each in them
  std::vector<Slot> slots_;          // a power of two, at most half of them taken
  std::uint32_t latest_ = 0;         // asked for by `number_of`: often the next, too
};

// Values by name, in the order in which they came. Nothing is ever taken out.
template <class Value>
class ByName {
 public:
  // Null when the name is not there; valid as long as this lives.
  Value* find(std::string_view name) {
    const auto number = names_.find(name);
    return number == 0 ? nullptr : &values_[number - 1];
  }
  const Value* find(std::string_view name) const {
    const auto number = names_.find(name);
    return number == 0 ? nullptr : &values_[number - 1];
  }
  bool contains(std::string_view name) const { return names_.find(name) != 0; }
  // Null when the name was there already: then nothing has changed.
  Value* add_new(std::string_view name, Value value) {
    if (names_.add_new(name) == 0) return nullptr;
    return &values_.emplace_back(std::move(value));
  }
  std::size_t size() const { return values_.size(); }
  // Each name with its value.
  template <class Visit>
  void visit(const Visit& visit) const {
    for (std::uint32_t number = 1; number <= names_.count(); ++number)
      visit(names_.name(number), values_[number - 1]);
  }
  // Whether the names and their values are the same, whichever came first.
  bool operator==(const ByName& other) const {
    bool is_equal = size() == other.size();
    visit([&](std::string_view name, const Value& value) {
      const auto* theirs = other.find(name);
      is_equal = is_equal && theirs && *theirs == value;
    });
    return is_equal;
  }

 private:
  Names names_;
  std::deque<Value> values_;
};

}  // namespace fillwright
