// The words around a verb, by what they make of it.
#pragma once

#include <string_view>
#include <unordered_set>

namespace fillwright::alert {

using WordSet = std::unordered_set<std::string_view>;

const WordSet& lead_words();     // before it, changing nothing: "I just", "risky"
const WordSet& left_vetoes();    // before it: a plan, a denial, a question or a story
const WordSet& right_vetoes();   // behind it: not now, or no call at all
const WordSet& object_words();   // behind it: what a trade's verb is done to
const WordSet& linking_words();  // behind it, before those
const WordSet& plain_words();    // beside it, further ones that are understood

// Whether a word of a call's clause is understood at all. One that is not may turn the call into
// anything, and is never guessed.
bool is_understood(std::string_view word);

}  // namespace fillwright::alert
