// Makes a message plain: one alphabet, one kind of quote and dash, no markup, mentions or emoji.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "actors/domain/alert/parse_alert.hpp"

namespace fillwright::alert {

// Stands for any letter outside ASCII; a word that holds one is in no vocabulary.
constexpr char foreign_letter = '\x7f';
// Stands for a mention of people, roles or everyone.
constexpr char mention_mark = '\x02';

// Returns printable ASCII plus newlines and the two marks above. Chinese trading words become their
// English ones. Refuses invalid UTF-8, control and direction characters, and letters that look like
// others: they are never guessed.
tl::expected<std::string, AlertRefusal> clean_text(std::string_view text, std::size_t longest);

}  // namespace fillwright::alert
