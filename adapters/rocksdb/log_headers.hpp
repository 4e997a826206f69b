// RocksDB's logs (WAL and manifest) looked over before it reads them itself: as a reader beside a
// writer, version 7.8 never ends on some damaged bytes.
#pragma once

#include <optional>
#include <string>

namespace fillwright {

// A database's folder: a sentence about the first record in one of its logs that is of a kind which
// RocksDB writes only into logs that are used again. Ours never are, so that it is damage; RocksDB
// takes such a record for one of an earlier use, and waits for what comes behind it for ever.
// Anything else that is wrong RocksDB finds itself. Nothing: there is none. A log that is written
// meanwhile is looked over as far as it goes.
std::optional<std::string> record_of_reused_log(const std::string& database);

}  // namespace fillwright
