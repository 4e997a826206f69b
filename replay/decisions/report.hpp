// What a decision replay has to say, for people and for programs.
#pragma once

#include <string>

#include "replay/decisions/decision_replay.hpp"

namespace fillwright {

// `journal`: names instruments.
std::string replay_text(const JournalReader& journal, const DecisionReplay& replayed);
// One object.
std::string replay_json(const DecisionReplay& replayed);

}  // namespace fillwright
