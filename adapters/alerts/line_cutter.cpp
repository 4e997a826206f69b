#include "adapters/alerts/line_cutter.hpp"

namespace fillwright {

void LineCutter::add(std::string_view bytes, const std::function<void(const Line&)>& take) {
  while (!bytes.empty()) {
    const auto newline = bytes.find('\n');
    const bool is_ended = newline != std::string_view::npos;
    const auto piece = bytes.substr(0, newline);
    bytes.remove_prefix(is_ended ? newline + 1 : bytes.size());
    if (!is_passing_over_ && waiting_.size() + piece.size() > longest) {
      waiting_.append(piece.substr(0, longest - waiting_.size()));
      take({waiting_, ++number_, true});
      waiting_.clear();
      is_passing_over_ = true;
    }
    if (!is_passing_over_) {
      waiting_ += piece;
      if (is_ended) tell(take);
    }
    if (is_ended) is_passing_over_ = false;
  }
}

void LineCutter::finish(const std::function<void(const Line&)>& take) {
  if (!waiting_.empty()) tell(take);
}

void LineCutter::tell(const std::function<void(const Line&)>& take) {
  std::string_view text = waiting_;
  if (text.ends_with('\r')) text.remove_suffix(1);
  take({text, ++number_, false});
  waiting_.clear();
}

}  // namespace fillwright
