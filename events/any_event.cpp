#include "events/any_event.hpp"

namespace fillwright {

AnyEvent::AnyEvent() = default;
AnyEvent::AnyEvent(const AnyEvent& other) = default;
AnyEvent::AnyEvent(AnyEvent&& other) noexcept = default;
AnyEvent& AnyEvent::operator=(const AnyEvent& other) = default;
AnyEvent& AnyEvent::operator=(AnyEvent&& other) noexcept = default;
AnyEvent::~AnyEvent() = default;

}  // namespace fillwright
