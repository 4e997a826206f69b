// The views beside a journal, as a question finds them.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "actors/ports/view_store.hpp"
#include "replay/views/views.hpp"

namespace fillwright {

// A journal shorter than this is folded in a moment: nothing is kept of it.
constexpr Seq worth_views = 16 * Views::usual_step;

// The folder of the rows of a journal in this folder.
std::string view_rows_folder(const std::string& journal_folder);

struct JournalViews {
  std::unique_ptr<ViewStore> store;
  std::unique_ptr<Views> views;
};

// Brings them up to the journal's end where we may write, takes them as they are where another
// process does; the rest of the journal is read into memory. Views that do not fit are made again,
// which is said. Nothing when the journal is too short for them or they cannot be had: then the
// whole journal must be asked. `journal` outlives them.
std::unique_ptr<JournalViews> open_views(const JournalReader& journal,
                                         const std::string& journal_folder,
                                         const std::function<void(Seq done, Seq last)>& progress);

}  // namespace fillwright
