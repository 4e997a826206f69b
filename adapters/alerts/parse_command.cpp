#include "adapters/alerts/parse_command.hpp"

#include <nlohmann/json.hpp>

#include "actors/domain/alert/reading_json.hpp"

namespace fillwright {

std::string parse_line(std::string_view json_line, const ParseRules& rules) {
  const auto line = nlohmann::json::parse(json_line, nullptr, false);
  if (!line.is_object() || !line.contains("text") || !line["text"].is_string())
    return parsed_json(tl::make_unexpected(
        AlertRefusal{RefusalReason::malformed_text,
                     "not a JSON object with \"text\"; expected {\"text\": \"...\"}"}));
  return parsed_json(parse_alert(line["text"].get_ref<const std::string&>(), rules));
}

}  // namespace fillwright
