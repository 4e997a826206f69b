// Some events of a journal as if they were all of it: what a question needs that concerns few
// orders. Whatever asks a journal can ask this instead, and folds only them.
#pragma once

#include <string>
#include <vector>

#include "actors/ports/journal.hpp"

namespace fillwright {

// Threads: one.
class PartialJournal final : public JournalReader {
 public:
  // `whole` outlives it.
  explicit PartialJournal(const JournalReader& whole) : whole_(whole) {}

  // Copies it. In any order, and repeats change nothing.
  void add(const Recorded& event);

  tl::expected<void, JournalFault> read(Seq from, const RecordVisitor& visit) const override;

  // The rest is the whole journal's.
  tl::expected<void, JournalFault> read_one(Seq seq, const RecordVisitor& visit) const override {
    return whole_.read_one(seq, visit);
  }
  Seq durable() const override { return whole_.durable(); }
  JournalHead head() const override { return whole_.head(); }
  Version version_of(std::string_view stream) const override { return whole_.version_of(stream); }
  std::optional<std::string> block_hash(Seq last) const override { return whole_.block_hash(last); }
  tl::expected<void, JournalFault> read_stream(std::string_view stream, Version from,
                                               const RecordVisitor& visit) const override {
    return whole_.read_stream(stream, from, visit);
  }
  std::uint32_t stream_count() const override { return whole_.stream_count(); }
  std::string stream_name(std::uint32_t stream) const override {
    return whole_.stream_name(stream);
  }
  std::string principal_name(std::uint32_t principal) const override {
    return whole_.principal_name(principal);
  }
  std::vector<DueTimer> timers() const override { return whole_.timers(); }
  tl::expected<Seq, JournalFault> refresh() override { return durable(); }
  bool save_snapshot() const override { return false; }

 private:
  struct Kept {
    Recorded event;  // but for its payload
    std::size_t payload = 0;
    std::size_t size = 0;
  };
  const JournalReader& whole_;
  mutable std::vector<Kept> events_;
  mutable bool is_sorted_ = true;
  std::string payloads_;
};

}  // namespace fillwright
