// The folder through which requests of the operator come into a running service: a file each,
// written whole and synced before it has its name. The service takes a file away only once the
// request is durable in the journal, so that a crash loses none; a request's id makes a second
// taking of it the same request.
//
// Only its owner may use the folder: one that belongs to somebody else, or that others may enter,
// is not read, nor is a file that is not the owner's own or that others may write.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "events/control_events.hpp"

namespace fillwright {

// "journal.requests", beside the journal's folder.
std::filesystem::path request_folder_of(const std::filesystem::path& journal);

// Creates the folder (0700) when it is missing, and puts the request into it, durably. Or a
// sentence with the path and the reason.
tl::expected<void, std::string> put_request(const std::filesystem::path& folder,
                                            const OperatorAsked& request);

struct FoundRequest {
  std::filesystem::path file;            // empty: it is the folder that is refused
  std::optional<OperatorAsked> request;  // nothing: refused
  std::string problem;                   // why
};

// Threads: one.
class RequestFolder {
 public:
  explicit RequestFolder(std::filesystem::path folder) : folder_(std::move(folder)) {}

  // All that lie there, by file name. A folder that is missing is empty; what is wrong with it is
  // told once.
  std::vector<FoundRequest> look();
  // It is durable, or known.
  void take_away(const FoundRequest& found) const;
  // It was refused, which is durable: left as FILE.refused for people to look at.
  void set_aside(const FoundRequest& found) const;

 private:
  std::filesystem::path folder_;
  std::string told_;  // the last problem of the folder
};

}  // namespace fillwright
