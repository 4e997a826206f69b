// The reading of a journal as far as it has come, as plain lists: what the snapshot of a restart
// holds. Canonical: what is unordered in memory is sorted here, so that the same state has the same
// bytes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/all_events.hpp"

namespace fillwright {

struct ImageOfTrade {
  std::string id;
  InstrumentId instrument;
  bool operator==(const ImageOfTrade&) const = default;
};
FILLWRIGHT_STRUCT(ImageOfTrade, id, instrument)

struct ImageOfVersion {
  std::string stream;
  std::uint64_t version = 0;
  bool operator==(const ImageOfVersion&) const = default;
};
FILLWRIGHT_STRUCT(ImageOfVersion, stream, version)

struct ImageOfMessage {
  std::string stream;
  MessageReceived message;
  bool operator==(const ImageOfMessage&) const = default;
};
FILLWRIGHT_STRUCT(ImageOfMessage, stream, message)

struct ImageOfPosition {
  std::string caller;
  std::string workflow_id;
  InstrumentId instrument;
  Quantity held;
  bool operator==(const ImageOfPosition&) const = default;
};
FILLWRIGHT_STRUCT(ImageOfPosition, caller, workflow_id, instrument, held)

struct ImageOfHolding {
  InstrumentId instrument;
  Quantity quantity;
  bool operator==(const ImageOfHolding&) const = default;
};
FILLWRIGHT_STRUCT(ImageOfHolding, instrument, quantity)

struct ImageOfFill {
  std::string order_id;
  OrderFilled fill;
  bool operator==(const ImageOfFill&) const = default;
};
FILLWRIGHT_STRUCT(ImageOfFill, order_id, fill)

struct ImageOfCorrection {
  std::string order_id;
  FillCorrected correction;
  bool operator==(const ImageOfCorrection&) const = default;
};
FILLWRIGHT_STRUCT(ImageOfCorrection, order_id, correction)

// A fill of ours, with its figures as they are now.
struct ImageOfExecution {
  std::string execution_id;
  InstrumentId instrument;
  Side side = Side::buy;
  Quantity quantity;
  Price price;
  Money fees;
  bool operator==(const ImageOfExecution&) const = default;
};
FILLWRIGHT_STRUCT(ImageOfExecution, execution_id, instrument, side, quantity, price, fees)

// What an order has filled and how often that was corrected, so far as somebody knows of it.
struct ImageOfProgress {
  std::string order_id;
  Quantity filled;
  std::int64_t corrections = 0;
  bool operator==(const ImageOfProgress&) const = default;
};
FILLWRIGHT_STRUCT(ImageOfProgress, order_id, filled, corrections)

struct ImageOfAlarm {
  std::string kind;
  std::string order_id;
  std::string text;
  bool is_settled = false;
  bool operator==(const ImageOfAlarm&) const = default;
};
FILLWRIGHT_STRUCT(ImageOfAlarm, kind, order_id, text, is_settled)

struct DeskImage {
  std::vector<ImageOfMessage> recent;
  std::vector<std::string> recent_order;
  std::vector<std::string> messages;
  std::vector<std::string> read_messages;
  std::vector<CallAccepted> calls;
  std::vector<GetReadyRemembered> get_readies;
  std::vector<ImageOfPosition> positions;  // a caller's oldest first
  std::vector<std::string> callers;        // also those who hold nothing any more
  std::vector<AllowlistChanged> changes;
  std::uint64_t workflows = 0;
  std::uint64_t version = 0;
  std::vector<ImageOfVersion> versions;
  bool operator==(const DeskImage&) const = default;
};
FILLWRIGHT_STRUCT(DeskImage, recent, recent_order, messages, read_messages, calls, get_readies,
                  positions, callers, changes, workflows, version, versions)

struct BooksImage {
  std::vector<ImageOfHolding> held;
  std::vector<ImageOfExecution> executions;
  Money cash;
  std::vector<ImageOfHolding> held_beside;
  std::vector<std::string> external_executions;
  std::vector<std::string> external_orders;
  Money cash_beside;
  std::uint64_t fills_not_listed = 0;
  bool operator==(const BooksImage&) const = default;
};
FILLWRIGHT_STRUCT(BooksImage, held, executions, cash, held_beside, external_executions,
                  external_orders, cash_beside, fills_not_listed)

struct ScanImage {
  DeskImage desk;
  BooksImage ours;
  std::vector<ImageOfTrade> workflows;
  std::vector<ImageOfTrade> ended;
  std::vector<std::string> orders;
  std::vector<InstrumentDefined> instruments;
  std::vector<std::string> accounts;
  std::vector<ImageOfFill> unbooked;
  std::vector<ImageOfCorrection> uncorrected;
  std::vector<ImageOfProgress> untold;
  std::vector<ImageOfProgress> told;
  std::vector<ImageOfAlarm> alarms;
  std::vector<ImageOfAlarm> raised;
  std::vector<CallAccepted> unheard;
  bool is_killed = false;
  std::uint64_t configuration_version = 0;
  std::string configuration_hash;
  std::vector<std::string> configuration;
  bool operator==(const ScanImage&) const = default;
};
FILLWRIGHT_STRUCT(ScanImage, desk, ours, workflows, ended, orders, instruments, accounts, unbooked,
                  uncorrected, untold, told, alarms, raised, unheard, is_killed,
                  configuration_version, configuration_hash, configuration)

std::string encode_image(const ScanImage& image);
// Nothing when the bytes are malformed.
std::optional<ScanImage> decode_image(std::string_view bytes);

}  // namespace fillwright
