// Another journal's answers, one by one: what reads it differently overrides that alone.
#pragma once

#include "actors/ports/journal.hpp"

namespace fillwright {

// Threads: as the other's.
class ReaderOver : public JournalReader {
 public:
  // `whole` outlives it.
  explicit ReaderOver(const JournalReader& whole) : whole_(whole) {}

  Seq durable() const override { return whole_.durable(); }
  JournalHead head() const override { return whole_.head(); }
  Version version_of(std::string_view stream) const override { return whole_.version_of(stream); }
  tl::expected<void, JournalFault> read(Seq from, const RecordVisitor& visit) const override {
    return whole_.read(from, visit);
  }
  tl::expected<void, JournalFault> read_one(Seq seq, const RecordVisitor& visit) const override {
    return whole_.read_one(seq, visit);
  }
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
  // It stands where the other stands, which is not its own to move.
  tl::expected<Seq, JournalFault> refresh() override { return durable(); }
  bool save_snapshot() const override { return false; }

 protected:
  const JournalReader& whole() const { return whole_; }

 private:
  const JournalReader& whole_;
};

}  // namespace fillwright
