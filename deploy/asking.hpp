// A journal that is asked something: opened, its moment found, with the views beside it.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <tl/expected.hpp>

#include "deploy/journal_place.hpp"
#include "deploy/terminal.hpp"
#include "replay/ask/ask.hpp"
#include "replay/views/views.hpp"

namespace fillwright {

class Asking {
 public:
  // Puts into the options the seq that their moment means.
  static tl::expected<Asking, std::string> open(const JournalPlace& place, AskOptions& options);

  const JournalReader& journal() const { return *journal_; }
  // Takes in what has been written since.
  tl::expected<Seq, JournalFault> refresh() const { return journal_->refresh(); }
  // By views, when there are some and there is a way; else, or when they turn out to be damaged, by
  // the whole journal. The bar shows what is read meanwhile.
  Answer answer(const std::function<Answer(const Views&)>& by_views,
                const std::function<Answer(const JournalReader&)>& of_journal, ProgressBar& bar);

 private:
  std::string folder_;
  std::unique_ptr<JournalReader> journal_;
};

}  // namespace fillwright
