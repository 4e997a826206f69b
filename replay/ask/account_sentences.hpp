// What is said of accounts, gateways and the process; part of sentences.cpp.
#pragma once

#include "events/all_events.hpp"
#include "replay/ask/sentence_parts.hpp"

namespace fillwright::sentences {

struct AccountSentences : virtual Names {
  std::string tell(const AccountOpened& e) const {
    return "account " + safe_text(e.account) + " at " + safe_text(e.broker) + " opened with " +
           money_text(e.cash) + ' ' + safe_text(e.currency);
  }
  std::string tell(const ExposureReserved& e) const {
    return money_text(e.money) + " held back for order " + safe_text(e.order_id) + " (" +
           words_of(e.side) + ' ' + to_text(e.quantity) + ' ' + name(e.instrument) +
           ", worst price " + price_text(e.worst_price) + ", buying power " +
           money_text(e.buying_power) + ")";
  }
  std::string tell(const ExposureReleased& e) const {
    return money_text(e.money) + " of order " + safe_text(e.order_id) + " released" +
           because(e.why);
  }
  std::string tell(const RiskRefused& e) const {
    return "order " + safe_text(e.order_id) + " refused, " + words_of(e.reason) + ": " +
           safe_text(e.limit) + " is " + safe_text(e.value) + ", asked " + safe_text(e.asked);
  }
  std::string tell(const ExposureWarned& e) const {
    return "warning: exposure " + money_text(e.exposure) + " with order " + safe_text(e.order_id) +
           " is past " + to_text(e.percent) + " % of equity, " + money_text(e.limit);
  }
  std::string tell(const FillBooked& e) const {
    return "booked execution " + safe_text(e.execution_id) + " of order " + safe_text(e.order_id) +
           ": cash " + signed_text(e.cash_change) + ", realised " + signed_text(e.realised) +
           ", fees " + money_text(e.fees);
  }
  std::string tell(const BookingCorrected& e) const {
    return "corrected execution " + safe_text(e.execution_id) + " of order " +
           safe_text(e.order_id) + ": cash " + signed_text(e.cash_change) + ", realised " +
           signed_text(e.realised) + ", now " + to_text(e.held) + " held at " +
           price_text(e.average);
  }
  std::string tell(const KillSwitchChanged& e) const {
    return "kill switch " + on_off(e.is_on) + " by " + safe_text(e.by) + because(e.why);
  }
  std::string tell(const EntriesPaused& e) const {
    return (e.is_paused ? "entries paused by " : "entries resumed by ") + safe_text(e.by) +
           because(e.why);
  }
  std::string tell(const SessionStarted& e) const {
    return "session with " + safe_text(e.broker) + " started for account " + safe_text(e.account);
  }
  std::string tell(const GateClosed& e) const { return "gate closed" + because(e.reason); }
  std::string tell(const GateOpened& e) const {
    return "gate open" + because(e.reason) + " (" + number(e.orders_at_broker) +
           " orders at the broker, " + number(e.fills_found) + " fills found, " +
           number(e.differences) + " differences)";
  }
  std::string tell(const DifferenceFound& e) const {
    return safe_text(e.subject) + " differs: ours " + safe_text(e.ours) + ", the broker's " +
           safe_text(e.theirs) + "; " + safe_text(e.done);
  }
  std::string tell(const AlarmRaised& e) const {
    return "alarm, " + safe_text(words(e.kind)) +
           (e.order_id.empty() ? "" : " of order " + safe_text(e.order_id)) + because(e.detail) +
           "; the gate stays closed until a person accepts";
  }
  std::string tell(const AlarmSettled& e) const {
    return "alarm, " + safe_text(words(e.kind)) + " of order " + safe_text(e.order_id) +
           ", is settled" + because(e.why);
  }
  std::string tell(const DifferencesAccepted& e) const {
    return "the broker's books accepted by " + safe_text(e.by) + because(e.why) + " (" +
           number(e.alarms) + " alarms, " + number(e.positions.size()) + " positions, " +
           number(e.broker_orders.size()) + " orders, cash " + signed_text(e.cash) + ")";
  }
  std::string tell(const DifferenceSettled& e) const {
    return safe_text(e.subject) + (e.order_id.empty() ? "" : " of order " + safe_text(e.order_id)) +
           " differs no more (" + words_of(e.rule) + ")";
  }
  std::string tell(const ExternalOrderSeen& e) const {
    return "order " + safe_text(e.broker_order_id) + " is not ours: " + words_of(e.side) + ' ' +
           to_text(e.quantity) + ' ' + name(e.instrument) + "; it is never touched";
  }
  std::string tell(const ExternalFillSeen& e) const {
    return "execution " + safe_text(e.execution_id) + " is not ours: " + words_of(e.side) + ' ' +
           to_text(e.quantity) + ' ' + name(e.instrument) + " at " + price_text(e.price) +
           ", cash " + signed_text(e.cash_change);
  }
  std::string tell(const AuthorisationLost& e) const {
    return (e.is_hard ? "the broker knows us no more, for good" : "the broker knows us no more") +
           because(e.detail);
  }
  std::string tell(const ReconciliationAsked& e) const {
    return "comparison with the broker's books asked for by " + safe_text(e.by);
  }
  std::string tell(const Reconciled& e) const {
    return "compared with the broker's books, " + words_of(e.cause) + ": " + number(e.orders) +
           " orders (" + number(e.external_orders) + " not ours), " + number(e.fills_new) +
           " fills found, " + number(e.adopted) + " differences adopted, " + number(e.differences) +
           " hold the gate; it is " + (e.is_gate_open ? "open" : "closed");
  }

  std::string tell(const RunStarted& e) const {
    return "run " + safe_text(e.run_id) + " of version " + safe_text(e.program_version) +
           " started in mode " + safe_text(e.mode) + ", clock " + safe_text(e.clock);
  }
  std::string tell(const RunStopped& e) const {
    return "run " + (e.run_id.empty() ? "" : safe_text(e.run_id) + ' ') + "stopped" +
           because(words(e.reason));
  }
  std::string tell(const ConfigurationChanged& e) const {
    return "configuration version " + number(e.version) + ": " + number(e.values.size()) +
           " values";
  }
  std::string tell(const AllowlistChanged& e) const {
    return safe_text(e.id) + (e.is_allowed ? " allowed in " : " taken off ") + safe_text(e.list) +
           " by " + safe_text(e.by);
  }
  std::string tell(const ActorCrashed& e) const {
    return safe_text(e.actor) + " crashed (" + number(e.times) + "): " + safe_text(e.error);
  }
  std::string tell(const ActorQuarantined& e) const {
    return safe_text(e.actor) + " quarantined: " + safe_text(e.error);
  }
  std::string tell(const InputIgnored& e) const {
    return safe_text(e.input) + " had no consequence" + because(cut_text(e.what, 100));
  }
  std::string tell(const TapeNamed& e) const {
    return (e.is_recording ? "records the tape " : "reads the tape ") + safe_text(e.path);
  }
  std::string tell(const InputRefused& e) const {
    return "line " + number(e.line) + " of " + safe_text(e.source) + " left out" + because(e.what);
  }
};

}  // namespace fillwright::sentences
