// Every event type there is. A new one is added here, and nowhere else besides its own header.
#pragma once

#include <variant>

#include "events/account_events.hpp"
#include "events/alert_events.hpp"
#include "events/control_events.hpp"
#include "events/correction_events.hpp"
#include "events/gateway_events.hpp"
#include "events/input_events.hpp"
#include "events/instrument_events.hpp"
#include "events/order_events.hpp"
#include "events/workflow_events.hpp"

namespace fillwright {

using EventVariant = std::variant<
    InstrumentDefined, MessageReceived, MessageEdited, MessageDeleted, AlertRefused, AlertRead,
    GetReadyRemembered, CallAccepted, CallerHoldingChanged, WorkflowStarted, StepStarted,
    StepCompleted, StepFailed, SizeChosen, ExitPlanSet, OrderRequested, OrderChangeRequested,
    OrderProgressed, CallApplied, ExitTriggered, StopMoved, PositionOversold, WorkflowCompleted,
    WorkflowFailed, OrderPlanned, OrderRefused, RiskPassed, PriceStepped, StepHeld, WalkEnded,
    AttemptStarted, AttemptAccepted, AttemptRejected, AttemptUnknown, AttemptNeverArrived,
    OrderFilled, CancelRequested, ChangeRequested, OrderCancelled, OrderExpired, OrderRejected,
    OrderCompleted, LiveOrderGone, FillExceeded, FillMismatched, AttemptQuestioned,
    QuestionAnswered, QuestionExpired, AccountOpened, ExposureReserved, ExposureReleased,
    RiskRefused, FillBooked, KillSwitchChanged, EntriesPaused, ExposureWarned, SessionStarted,
    GateClosed, GateOpened, DifferenceFound, AlarmRaised, DifferencesAccepted, ReconciliationAsked,
    Reconciled, RunStarted, RunStopped, ConfigurationChanged, AllowlistChanged, ActorCrashed,
    ActorQuarantined, InputIgnored, TapeNamed, InputRefused, OperatorAsked, OperationStepped,
    OperationDone, HeartbeatExpected, HeartbeatMissed, TradeCloseAsked, DifferenceSettled,
    ExternalOrderSeen, ExternalFillSeen, AuthorisationLost, ChildAccepted, FillCorrected,
    OrderReopened, LivePriceDiffers, BookingCorrected, PositionRestored, AlarmSettled,
    BrokerDeclared, InputTaken, InputContinued, OpenTradesSeen, TailDropped, ApprovalReduced>;

// Copied, moved and destroyed by code that is compiled once (any_event.cpp): each of these is a
// table of as many functions as there are events, and every file that holds an event would compile
// it anew.
struct AnyEvent : EventVariant {
  using EventVariant::EventVariant;
  AnyEvent();
  AnyEvent(const AnyEvent& other);
  AnyEvent(AnyEvent&& other) noexcept;
  AnyEvent& operator=(const AnyEvent& other);
  AnyEvent& operator=(AnyEvent&& other) noexcept;
  ~AnyEvent();
};

}  // namespace fillwright
