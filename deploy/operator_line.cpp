#include "deploy/operator_line.hpp"

#include <sstream>
#include <vector>

#include "actors/domain/settings.hpp"
#include "events/enum_names.hpp"

namespace fillwright {
namespace {

using Line = tl::expected<OperatorLine, std::string>;
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

Line allowlist(const std::vector<std::string>& words) {
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
  return ChangeAllowlist{change};
}

Line asked(OperatorAction action, const std::vector<std::string>& words, std::size_t why_from) {
  OperatorAsked request;
  request.action = action;
  request.by = by_operator;
  request.why = rest_of(words, why_from);
  return request;
}

Line kill(const std::vector<std::string>& words) {
  if (words.size() < 2 || (words[1] != "on" && words[1] != "off"))
    return wrong("expected !kill on or !kill off, as in !kill on broker acts strangely");
  return asked(words[1] == "on" ? OperatorAction::kill_on : OperatorAction::kill_off, words, 2);
}

// One or all.
Line of_one(const std::vector<std::string>& words, OperatorAction one, OperatorAction all,
            const std::string& what, const std::string& example) {
  if (words.size() < 2)
    return wrong("expected " + words[0] + " " + what + " or " + words[0] + " all, as in " +
                 words[0] + " " + example);
  auto line = asked(words[1] == "all" ? all : one, words, 2);
  if (words[1] != "all") std::get<OperatorAsked>(*line).target = words[1];
  return line;
}

Line answer(const std::vector<std::string>& words) {
  if (words.size() < 3 || (words[2] != "yes" && words[2] != "no"))
    return wrong("expected !answer ORDER yes or !answer ORDER no, as in !answer w1-1 yes");
  auto line = asked(OperatorAction::answer, words, 3);
  auto& request = std::get<OperatorAsked>(*line);
  request.target = words[1];
  request.is_yes = words[2] == "yes";
  return line;
}

}  // namespace

bool is_operator_line(std::string_view text) { return text.starts_with('!'); }

Line read_operator_line(std::string_view text) {
  const auto words = words_of(text);
  if (words.empty()) return wrong("expected a command");
  const auto& verb = words[0];
  if (verb == "!allowlist") return allowlist(words);
  if (verb == "!kill") return kill(words);
  if (verb == "!cancel")
    return of_one(words, OperatorAction::cancel, OperatorAction::cancel_all, "ORDER", "w1-1");
  if (verb == "!flatten")
    return of_one(words, OperatorAction::flatten, OperatorAction::flatten_all, "WORKFLOW", "w1");
  if (verb == "!pause") return asked(OperatorAction::pause, words, 1);
  if (verb == "!resume") return asked(OperatorAction::resume, words, 1);
  if (verb == "!reconcile") return asked(OperatorAction::reconcile, words, 1);
  if (verb == "!accept") return asked(OperatorAction::accept, words, 1);
  if (verb == "!answer") return answer(words);
  if (verb == "!heartbeat") return asked(OperatorAction::heartbeat, words, 1);
  return wrong("'" + verb +
               "' is no command; expected !allowlist, !kill, !pause, !resume, !cancel, !flatten, "
               "!reconcile, !accept, !answer or !heartbeat, as in !pause");
}

}  // namespace fillwright
