// A journal's events as lines of structured CloudEvents: what `events --cloud-events` prints.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "adapters/cloud_events/cloud_event.hpp"
#include "replay/ask/ask.hpp"

namespace fillwright {

class CloudEventLines {
 public:
  CloudEventLines(CloudEventSettings settings, std::uint64_t log_id)
      : writer_(std::move(settings), log_id) {}

  // Like visit_event_lines. Events that this version does not know are told, too, without data.
  tl::expected<Seq, std::string> visit(const JournalReader& journal, const AskOptions& options,
                                       const std::function<void(std::string_view)>& sink);

 private:
  CloudEventWriter writer_;
  OutRecord record_;
};

}  // namespace fillwright
