#include "adapters/market/read_ahead.hpp"

#include <utility>

namespace fillwright {
namespace {

constexpr std::size_t rows_at_once = 4096;

}  // namespace

ReadAhead::ReadAhead(std::unique_ptr<TapeSource> source)
    : source_(std::move(source)), reader_([this] { read(); }) {}

ReadAhead::~ReadAhead() {
  {
    std::lock_guard lock(mutex_);
    is_closing_ = true;
  }
  changed_.notify_all();
  reader_.join();
}

void ReadAhead::read() {
  std::vector<TapeRow> rows;
  for (bool is_at_end = false; !is_at_end;) {
    rows.resize(rows_at_once);
    std::size_t count = 0;
    while (count < rows_at_once && source_->next(rows[count])) ++count;
    is_at_end = count < rows_at_once;
    rows.resize(count);
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return !has_ready_ || is_closing_; });
      if (is_closing_) return;
      std::swap(ready_, rows);
      has_ready_ = true;
      is_at_end_ = is_at_end;
    }
    changed_.notify_all();
  }
}

bool ReadAhead::take_rows() {
  {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return has_ready_ || is_at_end_; });
    if (!has_ready_) return false;
    std::swap(rows_, ready_);
    has_ready_ = false;
  }
  changed_.notify_all();
  taken_ = 0;
  return true;
}

bool ReadAhead::next(TapeRow& row) {
  while (taken_ == rows_.size())
    if (!take_rows()) return false;
  row = rows_[taken_++];
  return true;
}

}  // namespace fillwright
