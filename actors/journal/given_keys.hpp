// The idempotency keys that one process has given a journal: which of them the store does not have
// yet, and of which keys the store need not be asked at all.
#pragma once

#include <boost/unordered/unordered_flat_set.hpp>
#include <cstddef>
#include <functional>
#include <string>
#include <utility>

#include "actors/journal/block.hpp"
#include "events/text_map.hpp"

namespace fillwright {

// Not thread-safe.
class GivenKeys {
 public:
  // Of more keys than `most_known` it knows no more than those that are staged.
  explicit GivenKeys(std::size_t most_known = 1'000'000) : most_known_(most_known) {}

  // The journal was empty when it was opened, as a backtest's is: there are no other keys.
  void begin_new() { knows_all_ = true; }

  void add(const std::string& key, const KeyRecord& record) {
    staged_.emplace(key, record);
    if (!knows_all_) return;
    all_.insert(hash_of(key));
    if (all_.size() <= most_known_) return;
    knows_all_ = false;
    all_ = {};
  }
  void note_stored(const std::string& key) { staged_.erase(key); }

  // Null when it is not staged. Valid until the next change.
  const KeyRecord* find_staged(const std::string& key) const {
    const auto found = staged_.find(key);
    return found == staged_.end() ? nullptr : &found->second;
  }
  // False: for certain not.
  bool may_be_stored(const std::string& key) const {
    return !knows_all_ || all_.contains(hash_of(key));
  }

 private:
  static std::size_t hash_of(const std::string& key) { return std::hash<std::string>()(key); }

  std::size_t most_known_;
  TextMap<KeyRecord> staged_;
  bool knows_all_ = false;
  boost::unordered_flat_set<std::size_t> all_;  // their hashes
};

}  // namespace fillwright
