#include "actors/domain/make_decider.hpp"

#include "actors/domain/alert/desk.hpp"
#include "actors/domain/control/operator.hpp"
#include "actors/domain/gateway/session.hpp"
#include "actors/domain/order/order.hpp"
#include "actors/domain/position/monitor.hpp"
#include "actors/domain/risk/risk.hpp"
#include "actors/domain/workflow/definitions.hpp"

namespace fillwright {

std::unique_ptr<Decider> make_decider(const Address& address, const std::string& definition,
                                      const std::string& broker, const DeciderParts& parts) {
  switch (address.kind) {
    case ActorKind::desk:
      return std::make_unique<Desk>(parts.settings, parts.calendar);
    case ActorKind::order:
      return std::make_unique<Order>(parts.policies);
    case ActorKind::workflow: {
      const auto& all = workflow_definitions();
      const auto found = all.find(definition.empty() ? "entry_and_exit" : definition);
      if (found == all.end()) return nullptr;
      return found->second(parts.settings, parts.calendar);
    }
    case ActorKind::risk:
      return std::make_unique<Risk>(parts.settings, parts.calendar);
    case ActorKind::gateway:
      return std::make_unique<BrokerSession>(address.id, broker);
    case ActorKind::control:
      return std::make_unique<Operator>(parts.settings);
    case ActorKind::monitor:
      return std::make_unique<PositionMonitor>(address.id);
  }
  return nullptr;
}

}  // namespace fillwright
