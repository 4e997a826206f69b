// The events of a journal that is elsewhere, in rows of our own, with the positions up to which
// they were taken in: each write is one of both, so that after any end every event is there once.
// Whatever asks a journal can ask this instead.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "actors/ports/event_feed.hpp"
#include "actors/ports/view_store.hpp"

namespace fillwright {

// Threads: one.
class FedJournal final : public JournalReader {
 public:
  explicit FedJournal(std::shared_ptr<ViewStore> store) : store_(std::move(store)) {}

  // Finds out what is there. The error is a sentence, here and below.
  tl::expected<void, std::string> open();
  // Events that follow what is there without a gap, of one journal, and where to go on: one write.
  tl::expected<void, std::string> put(const std::vector<FedEvent>& events,
                                      const std::vector<FeedPosition>& positions);
  const std::vector<FeedPosition>& positions() const { return positions_; }

  Seq durable() const override { return last_; }
  // Without a hash: what came may have been masked on its way, and proves nothing.
  JournalHead head() const override { return {last_, std::string(32, '\0'), 0, log_id_}; }
  Version version_of(std::string_view stream) const override;
  tl::expected<void, JournalFault> read(Seq from, const RecordVisitor& visit) const override;
  tl::expected<void, JournalFault> read_one(Seq seq, const RecordVisitor& visit) const override;
  std::optional<std::string> block_hash(Seq) const override { return std::nullopt; }
  tl::expected<void, JournalFault> read_stream(std::string_view stream, Version from,
                                               const RecordVisitor& visit) const override;
  std::uint32_t stream_count() const override {
    return static_cast<std::uint32_t>(streams_.names.size());
  }
  std::string stream_name(std::uint32_t stream) const override { return streams_.name(stream); }
  std::string principal_name(std::uint32_t principal) const override {
    return principals_.name(principal);
  }
  std::vector<DueTimer> timers() const override { return {}; }
  // What was taken in survives any crash from here on.
  tl::expected<void, std::string> keep() { return store_->keep(); }
  tl::expected<Seq, JournalFault> refresh() override;
  bool save_snapshot() const override { return false; }

 private:
  struct Names {
    std::vector<std::string> names;  // by number - 1
    std::map<std::string, std::uint32_t, std::less<>> numbers;
    std::string name(std::uint32_t number) const;
    std::uint32_t find(std::string_view name) const;  // 0: not there
    // A new one becomes a row.
    std::uint32_t number_of(const std::string& name, char kind, std::vector<ViewRow>& rows);
  };
  tl::expected<void, std::string> read_names(char kind, Names& names);
  void add_rows(const FedEvent& event, std::vector<ViewRow>& rows);

  std::shared_ptr<ViewStore> store_;
  std::uint64_t log_id_ = 0;
  Seq last_ = 0;
  std::vector<FeedPosition> positions_;
  Names streams_, principals_;
};

}  // namespace fillwright
