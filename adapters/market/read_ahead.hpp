// A tape read on a thread of its own, some thousand quotes ahead of whoever takes them: backtests
// wait for nothing else from outside.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "adapters/market/tape_source.hpp"

namespace fillwright {

// The same quotes in the same order. Threads: one takes; the source belongs to its own.
class ReadAhead final : public TapeSource {
 public:
  explicit ReadAhead(std::unique_ptr<TapeSource> source);
  ReadAhead(const ReadAhead&) = delete;
  ReadAhead& operator=(const ReadAhead&) = delete;
  ~ReadAhead() override;

  bool next(TapeRow& row) override;

 private:
  void read();
  bool take_rows();

  std::unique_ptr<TapeSource> source_;
  std::vector<TapeRow> rows_;  // the taker's
  std::size_t taken_ = 0;      // of these

  std::mutex mutex_;  // guards what follows
  std::condition_variable changed_;
  std::vector<TapeRow> ready_;
  bool has_ready_ = false;
  bool is_at_end_ = false;  // nothing follows what is ready
  bool is_closing_ = false;

  std::thread reader_;
};

}  // namespace fillwright
