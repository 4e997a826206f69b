// Where events are that speak of an order, a workflow or an instrument, or that a message caused:
// the stored rows, and in memory what follows them.
#pragma once

#include <map>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "actors/ports/journal.hpp"
#include "actors/ports/view_store.hpp"
#include "projections/mentions.hpp"

namespace fillwright {

// Threads: one.
class MentionIndex {
 public:
  // `store` outlives it.
  explicit MentionIndex(const ViewStore& store) : store_(store) {}

  static ViewRow row_of(const std::string& key, Seq seq);
  // Events that are not stored; in order.
  void add(const std::string& key, Seq seq) { tail_[key].push_back(seq); }
  void forget_tail() { tail_.clear(); }

  // Seqs from `from` up to `until`, rising; at most `most`.
  tl::expected<std::vector<Seq>, std::string> find(const std::string& key, Seq from, Seq until,
                                                   std::size_t most = ~std::size_t{0}) const;

 private:
  const ViewStore& store_;
  std::map<std::string, std::vector<Seq>, std::less<>> tail_;
};

// Big-endian, so that the order of bytes is the order of seqs.
std::string seq_bytes(Seq seq);
Seq seq_of_bytes(std::string_view bytes);

}  // namespace fillwright
