// The instruments that have been defined; projections fold them too, so that they live with events.
#pragma once

#include "events/instruments.hpp"
