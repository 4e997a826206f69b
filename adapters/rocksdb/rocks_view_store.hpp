// Views' rows in a RocksDB of their own, beside the journal. Nothing of it is synced: it is made
// again from the journal whenever it is missing, behind or damaged.
#pragma once

#include <memory>
#include <string>
#include <tl/expected.hpp>

#include "actors/ports/view_store.hpp"

namespace fillwright {

enum class ViewAccess {
  write,   // creates it when it is missing; refused while another process writes it
  read,    // as it is now, also while another process writes it
  afresh,  // empty: what was there is removed
};
tl::expected<std::unique_ptr<ViewStore>, std::string> open_rocks_views(const std::string& folder,
                                                                       ViewAccess access);
// Puts the folder `fresh` in the place of `live` at one stroke, and removes what was there. Neither
// is open for writing.
tl::expected<void, std::string> swap_views(const std::string& fresh, const std::string& live);

}  // namespace fillwright
