// Stream kind `control`: the process itself: runs, configuration, permissions, crashes, inputs that
// had no consequence.
#pragma once

#include <string>
#include <vector>

#include "events/described_values.hpp"

namespace fillwright {

struct RunStarted {
  static constexpr TypeId type_id = 800;
  std::string run_id;
  std::string program_version;
  std::string mode;  // paper, dry_run …
  std::uint64_t configuration_version = 0;
  std::string host;
  std::uint64_t process_id = 0;
  std::string clock;  // "wall", "virtual from 2026-11-20T14:30:00Z"
  std::uint64_t seed = 0;
  Timestamp at;
  bool operator==(const RunStarted&) const = default;
};
FILLWRIGHT_STRUCT(RunStarted, run_id, program_version, mode, configuration_version, host,
                  process_id, clock, seed, at)

struct RunStopped {
  static constexpr TypeId type_id = 801;
  std::string run_id;
  std::string reason;  // end_of_input, SIGTERM …
  Timestamp at;
  bool operator==(const RunStopped&) const = default;
};
FILLWRIGHT_STRUCT(RunStopped, run_id, reason, at)

// The resolved configuration, each value as text; secrets by name only. Later decisions cite the
// version.
struct ConfigurationChanged {
  static constexpr TypeId type_id = 802;
  std::uint64_t version = 0;
  std::string hash;                 // SHA-256 of the values, hex
  std::vector<std::string> values;  // "risk.daily_loss_percent = 3", in order of name
  Timestamp at;
  bool operator==(const ConfigurationChanged&) const = default;
};
FILLWRIGHT_STRUCT(ConfigurationChanged, version, hash, values, at)

struct AllowlistChanged {
  static constexpr TypeId type_id = 803;
  std::string list;  // users, channels
  std::string id;
  bool is_allowed = false;
  std::vector<std::string> permissions;
  std::string by;
  Timestamp at;
  bool operator==(const AllowlistChanged&) const = default;
};
FILLWRIGHT_STRUCT(AllowlistChanged, list, id, is_allowed, permissions, by, at)

struct ActorCrashed {
  static constexpr TypeId type_id = 804;
  std::string actor;
  std::string error;
  std::uint32_t times = 0;
  Timestamp restart_at;
  Timestamp at;
  bool operator==(const ActorCrashed&) const = default;
};
FILLWRIGHT_STRUCT(ActorCrashed, actor, error, times, restart_at, at)

// It crashed too often: it is not started again until a person says so.
struct ActorQuarantined {
  static constexpr TypeId type_id = 805;
  std::string actor;
  std::string error;
  std::uint32_t times = 0;
  Timestamp at;
  bool operator==(const ActorQuarantined&) const = default;
};
FILLWRIGHT_STRUCT(ActorQuarantined, actor, error, times, at)

// A decider was woken and decided nothing. Recorded on the decider's own stream, because decision
// replay must feed it the same inputs.
struct InputIgnored {
  static constexpr TypeId type_id = 806;
  std::string input;  // the command's name
  std::string what;   // its content, for people and for replay
  Timestamp at;
  bool operator==(const InputIgnored&) const = default;
};
FILLWRIGHT_STRUCT(InputIgnored, input, what, at)

// Market data that this run reads, or records for later what-ifs.
struct TapeNamed {
  static constexpr TypeId type_id = 807;
  std::string path;
  bool is_recording = false;
  std::string hash;  // of what is read; empty while recording
  Timestamp at;
  bool operator==(const TapeNamed&) const = default;
};
FILLWRIGHT_STRUCT(TapeNamed, path, is_recording, hash, at)

// A line of a tape or alert file could not be read; it was counted and left out.
struct InputRefused {
  static constexpr TypeId type_id = 808;
  std::string source;
  std::uint64_t line = 0;
  std::string what;
  Timestamp at;
  bool operator==(const InputRefused&) const = default;
};
FILLWRIGHT_STRUCT(InputRefused, source, line, what, at)

}  // namespace fillwright
