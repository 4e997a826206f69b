#include "deploy/operator_line.hpp"

#include <algorithm>
#include <sstream>

#include "actors/domain/settings.hpp"
#include "events/enum_names.hpp"

namespace fillwright {
namespace {

using Tells = tl::expected<std::vector<Tell>, std::string>;
const std::string by_operator = "operator";

tl::unexpected<std::string> wrong(const std::string& what) { return tl::unexpected(what); }

std::vector<std::string> words_of(std::string_view text) {
  std::istringstream stream{std::string(text)};
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

std::string rest_of(const std::vector<std::string>& words, std::size_t from) {
  std::string text;
  for (auto i = from; i < words.size(); ++i) text += (text.empty() ? "" : " ") + words[i];
  return text.empty() ? "asked by the operator" : text;
}

Tells allowlist(const std::vector<std::string>& words) {
  const std::string expected =
      "expected !allowlist add|remove users|channels ID [PERMISSION…], as in !allowlist add users "
      "alice";
  if (words.size() < 4) return wrong(expected);
  const bool is_add = words[1] == "add";
  if (!is_add && words[1] != "remove")
    return wrong("'" + words[1] + "' is neither add nor remove; " + expected);
  if (words[2] != "users" && words[2] != "channels")
    return wrong("'" + words[2] + "' is neither users nor channels; " + expected);
  AllowlistChanged change;
  change.list = words[2];
  change.id = words[3];
  change.is_allowed = is_add;
  change.by = by_operator;
  for (auto i = std::size_t{4}; i < words.size(); ++i) {
    if (!enum_value<Permission>(words[i]))
      return wrong("'" + words[i] +
                   "' is no permission; expected alerts, stocks, options, futures, spreads, "
                   "approve or administer");
    change.permissions.push_back(words[i]);
  }
  return std::vector<Tell>{{{ActorKind::desk, ""}, ChangeAllowlist{change}}};
}

Tells kill(const std::vector<std::string>& words, const std::string& account) {
  if (words.size() < 2 || (words[1] != "on" && words[1] != "off"))
    return wrong("expected !kill on or !kill off, as in !kill on broker acts strangely");
  return std::vector<Tell>{{{ActorKind::risk, account},
                            SetKillSwitch{words[1] == "on", by_operator, rest_of(words, 2)}}};
}

Tells cancel(const std::vector<std::string>& words, const std::vector<std::string>& open_orders) {
  if (words.size() != 2) return wrong("expected !cancel ORDER or !cancel all, as in !cancel w1-1");
  std::vector<Tell> tells;
  for (const auto& order : open_orders)
    if (words[1] == "all" || words[1] == order)
      tells.push_back(
          {{ActorKind::order, order}, CancelOrder{by_operator, "asked by the operator"}});
  if (tells.empty() && words[1] != "all")
    return wrong("no order " + words[1] + " is working; see fillwright orders");
  return tells;
}

}  // namespace

bool is_operator_line(std::string_view text) { return text.starts_with('!'); }

Tells read_operator_line(std::string_view text, const std::string& account,
                         const std::vector<std::string>& open_orders) {
  const auto words = words_of(text);
  if (words.empty()) return wrong("expected a command");
  if (words[0] == "!allowlist") return allowlist(words);
  if (words[0] == "!kill") return kill(words, account);
  if (words[0] == "!cancel") return cancel(words, open_orders);
  if (words[0] == "!pause" || words[0] == "!resume")
    return std::vector<Tell>{{{ActorKind::risk, account},
                              PauseEntries{words[0] == "!pause", by_operator, rest_of(words, 1)}}};
  return wrong(
      "'" + words[0] +
      "' is no command; expected !allowlist, !kill, !pause, !resume or !cancel, as in !pause");
}

}  // namespace fillwright
