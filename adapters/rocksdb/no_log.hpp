// RocksDB keeps no log of its own. What it would tell comes back as a status; and where the disk is
// full, the second line that such a log cannot take ends the process by an assertion (7.8.3, as
// Debian builds it), before ours can say what is wrong.
#pragma once

#include <rocksdb/env.h>

#include <cstdarg>
#include <memory>

namespace fillwright {

inline std::shared_ptr<rocksdb::Logger> no_log() {
  class NoLog final : public rocksdb::Logger {
   public:
    using rocksdb::Logger::Logv;
    void Logv(const char*, std::va_list) override {}
  };
  return std::make_shared<NoLog>();
}

}  // namespace fillwright
