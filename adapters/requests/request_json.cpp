#include "adapters/requests/request_json.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "events/enum_names.hpp"

namespace fillwright {
namespace {

using Json = nlohmann::json;
constexpr std::size_t longest_id = 100;  // bytes; a request's id names a file, too
constexpr std::size_t longest_target = 128;
constexpr std::size_t longest_name = 100;
constexpr std::size_t longest_why = 1000;

bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= longest_id && text.front() != '.' &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '-' || c == '_' || c == '.';
         });
}

bool is_plain(std::string_view text) {
  return std::none_of(text.begin(), text.end(),
                      [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

bool has_target(OperatorAction action) {
  return action == OperatorAction::cancel || action == OperatorAction::flatten ||
         action == OperatorAction::answer;
}

// Nothing when it is there and no string.
std::optional<std::string> text_of(const Json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end()) return "";
  if (const auto* text = found->get_ptr<const std::string*>()) return *text;
  return std::nullopt;
}

}  // namespace

std::string request_json(const OperatorAsked& request) {
  Json object{{"request_id", request.request_id},
              {"action", std::string(enum_name(request.action))},
              {"by", request.by}};
  if (!request.target.empty()) object["target"] = request.target;
  if (!request.why.empty()) object["why"] = request.why;
  if (request.action == OperatorAction::answer) object["is_yes"] = request.is_yes;
  return object.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string check_request(const OperatorAsked& request) {
  if (!is_id(request.request_id))
    return "request_id: expected 1 to 100 letters, digits, '-', '_' or '.', the first no '.'";
  if (has_target(request.action) && request.target.empty())
    return "target: expected an order's or workflow's id, as \"w1-1\"";
  if (!has_target(request.action) && !request.target.empty())
    return "target: this action takes none";
  if (request.target.size() > longest_target || !is_plain(request.target))
    return "target: expected at most 128 bytes, none of them a control character";
  const bool is_operator = request.by == "operator" || request.by.starts_with("operator:");
  if (!is_operator || request.by.size() > longest_name || !is_plain(request.by))
    return "by: expected \"operator\" or \"operator:NAME\"";
  if (request.why.size() > longest_why || !is_plain(request.why))
    return "why: expected at most 1000 bytes, none of them a control character";
  return "";
}

tl::expected<OperatorAsked, std::string> read_request(std::string_view json) {
  const auto wrong = [](std::string what) { return tl::unexpected(std::move(what)); };
  const auto object = Json::parse(json, nullptr, false);
  if (!object.is_object()) return wrong("expected one JSON object");
  OperatorAsked request;
  for (const auto& [name, field] :
       {std::pair<const char*, std::string*>{"request_id", &request.request_id},
        {"target", &request.target},
        {"by", &request.by},
        {"why", &request.why}}) {
    auto text = text_of(object, name);
    if (!text) return wrong(std::string(name) + ": expected a string");
    *field = std::move(*text);
  }
  const auto action = text_of(object, "action");
  const auto known = action ? enum_value<OperatorAction>(*action) : std::nullopt;
  if (!known)
    return wrong(
        "action: expected one of cancel_all, cancel, flatten_all, flatten, "
        "pause, resume, kill_on, kill_off, reconcile, accept, answer, heartbeat");
  request.action = *known;
  if (const auto yes = object.find("is_yes"); yes != object.end()) {
    if (!yes->is_boolean()) return wrong("is_yes: expected true or false");
    request.is_yes = yes->get<bool>();
  }
  if (auto what = check_request(request); !what.empty()) return wrong(std::move(what));
  return request;
}

}  // namespace fillwright
