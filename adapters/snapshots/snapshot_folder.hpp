// Snapshots as files of one folder, each replaced by a rename.
#pragma once

#include <memory>
#include <string>

#include "actors/ports/snapshots.hpp"

namespace fillwright {

// Where what is derived from a journal is kept: beside it, so that the journal's own folder holds
// nothing that may be lost.
std::string views_folder(const std::string& journal_folder);

// The folder is created by the first save. Nothing is synced: after a power cut a file may be cut
// off, which its checksum tells.
std::unique_ptr<SnapshotStore> make_snapshot_folder(const std::string& folder);

}  // namespace fillwright
