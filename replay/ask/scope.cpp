#include "replay/ask/scope.hpp"

#include <algorithm>
#include <numeric>

#include "replay/ask/plain_text.hpp"

namespace fillwright {
namespace {

// Letters to insert, delete or change to come from one to the other. Long names are cut: an id is
// short.
std::size_t distance(std::string_view a, std::string_view b) {
  a = a.substr(0, 64);
  b = b.substr(0, 64);
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    auto diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const auto changed = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({row[j] + 1, row[j + 1] + 1, changed});
    }
  }
  return row.back();
}

}  // namespace

std::optional<StoryScope> find_scope(const Links& links, const Instruments& instruments,
                                     const std::string& about) {
  StoryScope scope;
  bool is_found = false;
  const auto add_order = [&](const OrderLink& order) {
    is_found = true;
    if (const auto* workflow = links.find_workflow(order.workflow_id)) {
      for (const auto& message : workflow->messages) scope.add_message(message);
      scope.streams.insert("workflow/" + workflow->workflow_id);
      scope.workflows.insert(workflow->workflow_id);
    }
    scope.add_order(order.order_id);
  };
  if (const auto* order = links.find_order(about)) add_order(*order);
  for (const auto& message : links.messages) {
    if (message.stream != about && message.message_id != about && message.author != about) continue;
    is_found = true;
    scope.add_message(message.stream);
  }
  for (const auto& workflow : links.workflows) {
    const bool is_of_message = std::any_of(
        workflow.messages.begin(), workflow.messages.end(),
        [&](const auto& message) { return message == about || scope.streams.contains(message); });
    if (workflow.workflow_id != about && workflow.caller != about && workflow.account != about &&
        !is_of_message)
      continue;
    is_found = true;
    scope.add_workflow(workflow);
    if (workflow.caller == about) scope.streams.insert("caller/" + about);
    if (workflow.account == about) scope.streams.insert("account/" + about);
  }
  const auto* instrument = instruments.find(about);
  for (const auto& order : links.orders)
    if (order.account == about || (instrument && order.instrument == instrument->instrument))
      add_order(order);
  if (!is_found) return std::nullopt;
  return scope;
}

std::vector<std::string> nearest(const std::string& wanted, const std::vector<std::string>& known) {
  std::vector<std::pair<std::size_t, std::string>> ranked;
  for (const auto& id : known) ranked.emplace_back(distance(wanted, id), id);
  const auto count = std::min<std::size_t>(3, ranked.size());
  std::partial_sort(ranked.begin(), ranked.begin() + static_cast<std::ptrdiff_t>(count),
                    ranked.end());
  std::vector<std::string> best;
  for (std::size_t i = 0; i < count; ++i) best.push_back(ranked[i].second);
  return best;
}

std::string unknown_id(const std::string& kind, const std::string& wanted,
                       const std::vector<std::string>& known) {
  auto text = "there is no " + kind + " \"" + safe_text(wanted) + "\"; ";
  if (known.empty()) return text + "this journal has no " + kind + "s";
  text += "nearest:";
  for (const auto& id : nearest(wanted, known)) text += ' ' + safe_text(id) + ',';
  text.pop_back();
  return text;
}

}  // namespace fillwright
