// Names by number, the latest few thousand of them: a journal may have millions of streams, a
// question reads events of few, and neighbouring events are of few.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace fillwright {

// Threads: one.
class NameCache {
 public:
  // ask(number) -> std::string. Valid until the next call.
  template <class Ask>
  const std::string& get(std::uint32_t number, const Ask& ask) {
    auto& entry = entries_[number % entries_.size()];
    if (!entry.is_known || entry.number != number) entry = {true, number, ask(number)};
    return entry.name;
  }

 private:
  struct Entry {
    bool is_known = false;
    std::uint32_t number = 0;
    std::string name;
  };
  std::vector<Entry> entries_ = std::vector<Entry>(4096);
};

}  // namespace fillwright
