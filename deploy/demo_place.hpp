// Where `fillwright demo` finds its recorded hour, and where it writes when nobody says.
#pragma once

#include <filesystem>
#include <string>
#include <tl/expected.hpp>

namespace fillwright {

inline constexpr auto demo_journal = "demo-journal";  // in the current folder

// data/demo of the current folder, else of the source tree that the program stands in, else the
// installed one. The error names all three.
tl::expected<std::filesystem::path, std::string> find_demo_data();

// Removes the journal that an earlier demo left in `folder`, and its broker's book beside it.
// Refused, with a sentence that says why: it is no journal, it is in use, or a run in it was on a
// wall clock, so that it is no demo's.
tl::expected<void, std::string> remove_demo_journal(const std::filesystem::path& folder);

}  // namespace fillwright
