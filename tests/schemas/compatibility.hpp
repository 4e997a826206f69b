// What readers of published schemas rely on, as facts; and which of them a change takes away. More
// facts break nobody.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace fillwright::schemas {

// What it is of ("OrderFilled.price", "Side.buy", "event 511") to what it is.
using Facts = std::map<std::string, std::string>;

// Of schema files, by name: each property's type and whether it is always there, each value of an
// enumeration, however deep.
Facts facts_of(const std::map<std::string, std::string>& files);
// The numbers of events and of the values of their enumerations.
Facts numbers_of_events();
// All that this version publishes.
Facts current_facts();

// One sentence for each fact that is gone or is another; empty: every reader of `released` can read
// on.
std::vector<std::string> broken(const Facts& released, const Facts& now);

// The checked-in form: JSON, one fact a line.
std::string text_of(const Facts& facts);
Facts read_facts(const std::string& text);

}  // namespace fillwright::schemas
