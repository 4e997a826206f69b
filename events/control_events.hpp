// Stream kind `control`: the process itself: runs, configuration, permissions, crashes, inputs that
// had no consequence; and what the operator asked for, with what came of it.
#pragma once

#include <string>
#include <vector>

#include "events/broker_capabilities.hpp"
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

enum class OperatorAction : std::uint8_t {
  cancel_all = 1,
  cancel = 2,       // one order
  flatten_all = 3,  // sell all that is held and pause
  flatten = 4,      // one workflow
  pause = 5,        // entries; exits stay allowed
  resume = 6,
  kill_on = 7,  // nothing is sent but cancels
  kill_off = 8,
  reconcile = 9,  // ask for the broker's books now
  accept = 10,    // the books as they are, differences included
  answer = 11,    // a broker's question about an order
  heartbeat = 12,
};
FILLWRIGHT_ENUM(OperatorAction, cancel_all, cancel, flatten_all, flatten, pause, resume, kill_on,
                kill_off, reconcile, accept, answer, heartbeat)

// A request of the operator, or of the rule that stands in for one who is not heard of any more. It
// is carried on with after a restart until OperationDone.
struct OperatorAsked {
  static constexpr TypeId type_id = 809;
  std::string request_id;  // a second request of the same id is the same request
  OperatorAction action = OperatorAction::heartbeat;
  std::string target;   // an order's or workflow's id; empty where the action names all
  bool is_yes = false;  // of an answer
  std::string by;
  std::string why;
  Timestamp at;
  bool operator==(const OperatorAsked&) const = default;
};
FILLWRIGHT_STRUCT(OperatorAsked, request_id, action, target, is_yes, by, why, at)

enum class OperationState : std::uint8_t { asked = 1, done = 2, failed = 3 };
FILLWRIGHT_ENUM(OperationState, asked, done, failed)

// How far one target of a request is: an order, a workflow, or the account itself.
struct OperationStepped {
  static constexpr TypeId type_id = 810;
  std::string request_id;
  std::string target;  // an id, or "account"
  OperationState state = OperationState::asked;
  std::string outcome;  // cancelled, filled, expired, rejected, refused, flat, not_filled …
  std::string detail;
  Timestamp at;
  bool operator==(const OperationStepped&) const = default;
};
FILLWRIGHT_STRUCT(OperationStepped, request_id, target, state, outcome, detail, at)

struct OperationDone {
  static constexpr TypeId type_id = 811;
  std::string request_id;
  std::string outcome;          // done, partly, failed
  std::uint32_t succeeded = 0;  // of its orders and workflows
  std::uint32_t failed = 0;
  std::string detail;
  Timestamp at;
  bool operator==(const OperationDone&) const = default;
};
FILLWRIGHT_STRUCT(OperationDone, request_id, outcome, succeeded, failed, detail, at)

// From now on the operator is to be heard of: the configuration says so anew. Zero: not any more.
struct HeartbeatExpected {
  static constexpr TypeId type_id = 812;
  Duration within;
  OperatorAction action = OperatorAction::pause;  // when it is missing
  Timestamp at;
  bool operator==(const HeartbeatExpected&) const = default;
};
FILLWRIGHT_STRUCT(HeartbeatExpected, within, action, at)

// Nobody was heard of for too long. Once an absence; the action follows as a request of its own.
struct HeartbeatMissed {
  static constexpr TypeId type_id = 813;
  Timestamp last;
  OperatorAction action = OperatorAction::pause;
  Timestamp at;
  bool operator==(const HeartbeatMissed&) const = default;
};
FILLWRIGHT_STRUCT(HeartbeatMissed, last, action, at)

// What the broker of this run can do, and under which epoch we send to it.
struct BrokerDeclared {
  static constexpr TypeId type_id = 814;
  std::string broker;
  std::uint64_t epoch = 0;  // of the journal's writer
  BrokerCapabilities capabilities;
  Timestamp at;
  bool operator==(const BrokerDeclared&) const = default;
};
FILLWRIGHT_STRUCT(BrokerDeclared, broker, epoch, capabilities, at)

// The opening of the journal found a write that was torn before it was synced, and dropped it: the
// process had died, or the power had gone, in the middle of it. Nobody had heard of its events.
struct TailDropped {
  static constexpr TypeId type_id = 820;
  std::uint64_t after = 0;  // seq of the last event that was there
  std::string what;         // the damage as the store told it
  Timestamp at;
  bool operator==(const TailDropped&) const = default;
};
FILLWRIGHT_STRUCT(TailDropped, after, what, at)

}  // namespace fillwright
