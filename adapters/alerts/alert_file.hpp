// A file of alert records, one JSON object a line, that others append to while we read.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "adapters/alerts/alert_input.hpp"
#include "adapters/alerts/line_cutter.hpp"

namespace fillwright {

// Threads: one. Never blocks on more than the disk.
class AlertFile {
 public:
  // Starts at the file's first line: what was read before a restart is known by its message id.
  // `source` names the file to people and in events ("file:alerts.jsonl").
  AlertFile(std::filesystem::path path, std::string source);
  AlertFile(const AlertFile&) = delete;
  AlertFile& operator=(const AlertFile&) = delete;
  ~AlertFile();

  // What came since the last call, at most 256 KiB of it. A file that is not there yet is waited
  // for; that, and why one cannot be read, is told once. A file that was replaced is first read to
  // its end; one that became shorter is read again from its start. Half a line waits for its
  // newline.
  std::vector<AlertInput> poll(Timestamp now);

  // No more will be appended: takes what waits for a newline as a line.
  std::vector<AlertInput> finish(Timestamp now);

  // Bytes of the present file that were read.
  std::uint64_t offset() const { return offset_; }

 private:
  struct Identity {
    std::uint64_t device = 0;
    std::uint64_t number = 0;
    bool operator==(const Identity&) const = default;
  };

  bool open(Timestamp now, std::vector<AlertInput>& inputs);
  void close();
  bool is_replaced() const;
  void tell(std::string what, Timestamp now, std::vector<AlertInput>& inputs);
  void take(const LineCutter::Line& line, Timestamp now, std::vector<AlertInput>& inputs) const;

  std::filesystem::path path_;
  std::string source_;
  int file_ = -1;
  Identity identity_;
  std::uint64_t offset_ = 0;
  LineCutter lines_;
  std::string told_;  // the last failure, so that it is told once
};

}  // namespace fillwright
