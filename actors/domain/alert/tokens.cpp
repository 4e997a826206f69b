#include "actors/domain/alert/tokens.hpp"

#include <algorithm>

#include "actors/domain/alert/clean_text.hpp"
#include "actors/domain/alert/vocabulary.hpp"

namespace fillwright::alert {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == foreign_letter;
}
char to_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), to_lower);
  return out;
}

class Tokenizer {
 public:
  explicit Tokenizer(std::string_view text) : text_(text) {}

  std::vector<Token> run() {
    while (at_ < text_.size()) step();
    return std::move(tokens_);
  }

 private:
  char peek(std::size_t offset = 0) const {
    return at_ + offset < text_.size() ? text_[at_ + offset] : '\0';
  }
  char before() const { return at_ > 0 ? text_[at_ - 1] : ' '; }

  Token& push(TokenKind kind, std::size_t begin, std::size_t end) {
    Token token;
    token.kind = kind;
    token.begin = begin;
    token.end = end;
    token.is_spaced = begin == 0 || text_[begin - 1] == ' ' || text_[begin - 1] == '\n';
    token.text = lower(text_.substr(begin, end - begin));
    at_ = end;
    return tokens_.emplace_back(std::move(token));
  }

  void step() {
    const char c = text_[at_];
    if (c == ' ') {
      ++at_;
    } else if (c == '\n') {
      push(TokenKind::newline, at_, at_ + 1);
    } else if (c == mention_mark) {
      push(TokenKind::mention, at_, at_ + 1);
    } else if (c == '-' && peek(1) == '>') {
      push(TokenKind::mark, at_, at_ + 2).text = std::string(1, '>');
    } else if (read_occ() || read_number() || read_dollar_word() || read_word()) {
    } else {
      push(TokenKind::mark, at_, at_ + 1);
    }
  }

  // ROOT yymmdd C|P strike, perhaps with a dot before and spaces after the root.
  bool read_occ() {
    auto end = at_ + (peek() == '.' ? 1 : 0);
    if (is_letter(before()) || is_digit(before())) return false;
    const auto root_begin = end;
    while (end < text_.size() && text_[end] >= 'A' && text_[end] <= 'Z') ++end;
    const auto root_size = end - root_begin;
    if (root_size < 1 || root_size > 6) return false;
    const auto root_end = end;
    while (end < text_.size() && text_[end] == ' ' && end - root_begin < 6) ++end;
    if (end + 8 > text_.size()) return false;
    const auto date_begin = end;
    for (; end < date_begin + 6; ++end)
      if (!is_digit(text_[end])) return false;
    const char right = text_[end++];
    if (right != 'C' && right != 'P') return false;
    const auto strike_begin = end;
    while (end < text_.size() &&
           (is_digit(text_[end]) ||
            (text_[end] == '.' && end + 1 < text_.size() && is_digit(text_[end + 1]))))
      ++end;
    const auto written = text_.substr(strike_begin, end - strike_begin);
    auto strike = parse<Price>(written);
    if (!strike || (end < text_.size() && is_letter(text_[end]))) return false;
    if (written.size() == 8 && written.find('.') == std::string_view::npos) strike->units /= 1000;
    auto& token = push(TokenKind::occ, at_, end);
    token.root = std::string(text_.substr(root_begin, root_end - root_begin));
    token.text = std::string(text_.substr(date_begin, 6));
    token.right = right == 'C' ? Right::call : Right::put;
    token.value = *strike;
    return true;
  }

  // Digits with thousands separators and a fraction, from `from`; nothing read leaves `from`.
  std::size_t number_end(std::size_t from) const {
    auto end = from;
    const auto digit_at = [&](std::size_t i) { return i < text_.size() && is_digit(text_[i]); };
    while (digit_at(end)) ++end;
    if (end > from && end - from <= 3)
      while (end < text_.size() && text_[end] == ',' && digit_at(end + 1) && digit_at(end + 2) &&
             digit_at(end + 3) && !digit_at(end + 4))
        end += 4;
    if (end < text_.size() && text_[end] == '.' && digit_at(end + 1)) {
      ++end;
      while (digit_at(end)) ++end;
    }
    return end;
  }

  bool read_number() {
    auto begin = at_;
    char sign = 0;
    bool has_dollar = false;
    if ((peek() == '+' || peek() == '-') && !is_digit(before()) && !is_letter(before()) &&
        before() != ')' && before() != '%') {
      sign = peek();
      ++begin;
    }
    if (begin < text_.size() && text_[begin] == '$') {
      has_dollar = true;
      ++begin;
      while (begin < text_.size() && text_[begin] == ' ' && begin < at_ + 3) ++begin;
      if (sign == 0 && begin + 1 < text_.size() && (text_[begin] == '-' || text_[begin] == '+') &&
          is_digit(text_[begin + 1]))
        sign = text_[begin++];
    }
    const auto end = number_end(begin);
    if (end == begin || (begin < text_.size() && text_[begin] == '.' && end == begin + 1))
      return false;
    if (sign == 0 && !has_dollar && is_digit(text_[begin]) && (read_slashed() || read_clock()))
      return true;
    // "2,10": a decimal comma, or a list? Not to be guessed.
    if (end + 1 < text_.size() && text_[end] == ',' && is_digit(text_[end + 1])) {
      auto tail = end + 1;
      while (tail < text_.size() && (is_digit(text_[tail]) || text_[tail] == ',')) ++tail;
      push(TokenKind::unreadable, at_, tail);
      return true;
    }
    std::string digits(text_.substr(begin, end - begin));
    std::erase(digits, ',');
    const auto value = parse<Price>(digits);
    if (!value) {
      push(TokenKind::unreadable, at_, end);
      return true;
    }
    finish_number(end, *value, sign, has_dollar);
    return true;
  }

  // 12/05, 12/05/25, 03/2026, 2026-07-17, 2026/07/17, and 1/5th
  bool read_slashed() {
    auto end = at_;
    int parts = 0;
    const char separator = [&] {
      auto probe = at_;
      while (probe < text_.size() && is_digit(text_[probe])) ++probe;
      return probe < text_.size() ? text_[probe] : '\0';
    }();
    if (separator != '/' && separator != '-') return false;
    while (true) {
      const auto part = end;
      while (end < text_.size() && is_digit(text_[end])) ++end;
      if (end == part || end - part > 5) return false;
      ++parts;
      if (end + 1 >= text_.size() || text_[end] != separator || !is_digit(text_[end + 1]) ||
          parts == 3)
        break;
      ++end;
    }
    if (separator == '-') {
      if (parts != 3 || end - at_ < 8 || text_[at_ + 4] != '-') return false;
      push(TokenKind::date, at_, end);
      return true;
    }
    if (parts < 2) return false;
    if (parts == 2 && end < text_.size() && text_[end] == '.' && end + 1 < text_.size() &&
        is_digit(text_[end + 1]))
      end = number_end(end - 0);
    const bool is_ordinal = end + 1 < text_.size() && is_letter(text_[end]) &&
                            (text_.substr(end, 2) == "th" || text_.substr(end, 2) == "rd" ||
                             text_.substr(end, 2) == "TH" || text_.substr(end, 2) == "RD");
    if (end < text_.size() && is_letter(text_[end]) && !is_ordinal) {
      // 500/505c: a pair of strikes with their right
      const char r = to_lower(text_[end]);
      if (parts == 2 && (r == 'c' || r == 'p') &&
          (end + 1 >= text_.size() || !is_letter(text_[end + 1]))) {
        auto& pair = push(TokenKind::slashed, at_, end + 1);
        pair.text.pop_back();
        pair.right = r == 'c' ? Right::call : Right::put;
        return true;
      }
      return false;
    }
    auto& token = push(TokenKind::slashed, at_, end);
    if (is_ordinal) {
      at_ += 2;
      token.text += "th";
    }
    return true;
  }

  bool read_clock() {
    auto end = at_;
    while (end < text_.size() && is_digit(text_[end])) ++end;
    if (end - at_ > 2 || end + 2 >= text_.size() || text_[end] != ':' ||
        !is_digit(text_[end + 1]) || !is_digit(text_[end + 2]))
      return false;
    end += 3;
    if (end + 2 < text_.size() && text_[end] == ':' && is_digit(text_[end + 1])) end += 3;
    auto after = end;
    while (after < text_.size() && text_[after] == ' ') ++after;
    const auto half = lower(text_.substr(after, 2));
    if (half == "am" || half == "pm") end = after + 2;
    push(TokenKind::clock, at_, std::min(end, text_.size()));
    return true;
  }

  void finish_number(std::size_t end, Price value, char sign, bool has_dollar) {
    auto suffix_end = end;
    while (suffix_end < text_.size() && is_letter(text_[suffix_end])) ++suffix_end;
    const auto suffix = lower(text_.substr(end, suffix_end - end));
    auto kind = TokenKind::number;
    auto right = Right::none;
    if (end < text_.size() && text_[end] == '%') {
      kind = TokenKind::percent;
      ++end;
    } else if (suffix.empty()) {
      if (end + 1 < text_.size() && text_[end] == ' ' && text_[end + 1] == '%') {
        kind = TokenKind::percent;
        end += 2;
      }
    } else {
      end = suffix_end;
      if (suffix == "c" || suffix == "cs" || suffix == "call" || suffix == "calls") {
        kind = TokenKind::contract;
        right = Right::call;
      } else if (suffix == "p" || suffix == "ps" || suffix == "put" || suffix == "puts") {
        kind = TokenKind::contract;
        right = Right::put;
      } else if (suffix == "dte" || suffix == "dtes") {
        kind = TokenKind::dte;
      } else if (suffix == "st" || suffix == "nd" || suffix == "rd" || suffix == "th") {
        kind = TokenKind::ordinal;
      } else if (suffix == "s") {
        kind = TokenKind::strikes;
      } else if (suffix == "x") {
        kind = TokenKind::multiple;
      } else {
        // PT: 3.9TS10%: a number, then a label
        if (suffix == "ts" || suffix == "sl" || suffix == "pt" || suffix == "tp")
          end -= suffix.size();
        else
          kind = TokenKind::measure;
      }
      if (kind == TokenKind::contract && sign != 0) kind = TokenKind::measure;
    }
    auto& token = push(kind, at_, end);
    token.value = value;
    token.sign = sign;
    token.has_dollar = has_dollar;
    token.right = right;
    // "125%TS30%": nothing more is glued on
  }

  bool read_dollar_word() {
    const bool is_dollar = peek() == '$' && is_letter(peek(1));
    const bool is_slash = peek() == '/' && is_letter(peek(1)) && !is_letter(before()) &&
                          !is_digit(before()) && before() != '.';
    if (!is_dollar && !is_slash) return false;
    const auto begin = at_++;
    if (!read_word()) return false;
    auto& token = tokens_.back();
    token.begin = begin;
    token.is_spaced = begin == 0 || text_[begin - 1] == ' ' || text_[begin - 1] == '\n';
    token.has_dollar = is_dollar;
    token.has_slash = is_slash;
    return true;
  }

  bool read_word() {
    if (!is_letter(peek())) return false;
    auto end = at_;
    std::string word;
    bool is_upper = true;
    while (end < text_.size()) {
      const char c = text_[end];
      if (is_digit(c) && is_glued_label(lower(word))) break;  // "TS10%"
      if (is_letter(c) || is_digit(c)) {
        word += c;
        is_upper &= to_lower(c) == c ? is_digit(c) : true;
      } else if (c == '\'' && end + 1 < text_.size() && is_letter(text_[end + 1])) {
        // "we're" must not become "were"
        if (word.size() == 2 && to_lower(word[0]) == 'w' && to_lower(text_[end + 1]) == 'r')
          word += "a";
      } else if (c == '-' && end + 1 < text_.size() && is_letter(text_[end + 1]) &&
                 is_prefix(lower(word))) {
      } else if (c == '.' && is_share_class(end, word)) {
        word += c;
      } else {
        break;
      }
      ++end;
    }
    const auto begin = at_;
    const auto multiple = word.size() > 1 && to_lower(word[0]) == 'x' &&
                                  std::all_of(word.begin() + 1, word.end(), is_digit)
                              ? parse<Price>(std::string_view(word).substr(1))
                              : std::nullopt;
    auto& token = push(multiple ? TokenKind::multiple : TokenKind::word, begin, end);
    token.is_upper = is_upper;
    if (multiple)
      token.value = *multiple;
    else
      token.text = canonical_word(lower(word));
    return true;
  }
  bool is_glued_label(std::string_view word) const {
    if (word != "ts" && word != "sl" && word != "pt" && word != "tp") return false;
    auto end = at_ + word.size();
    const auto digits = end;
    while (end < text_.size() && (is_digit(text_[end]) || text_[end] == '.')) ++end;
    return end > digits && end < text_.size() && text_[end] == '%';
  }
  static bool is_prefix(std::string_view word) {
    return word == "re" || word == "de" || word == "stop" || word == "pre" || word == "half" ||
           word == "all" || word == "non" || word == "st0p";
  }
  // BRK.B: one letter after the dot, and an upper-case stem
  bool is_share_class(std::size_t dot, std::string_view word) const {
    if (word.size() < 2 || word.size() > 4 || dot + 1 >= text_.size()) return false;
    const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
    return std::all_of(word.begin(), word.end(), is_upper) &&
           (text_[dot + 1] == 'A' || text_[dot + 1] == 'B') &&
           (dot + 2 >= text_.size() || text_[dot + 2] == ' ' || text_[dot + 2] == '\n');
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<Token> tokens_;
};

// "@ 57 .00": the decimals were typed with a space before them.
void join_split_decimals(std::vector<Token>& tokens, std::string_view text) {
  for (std::size_t i = 1; i + 1 < tokens.size(); ++i) {
    auto& whole = tokens[i];
    const auto& part = tokens[i + 1];
    if (!tokens[i - 1].is_mark('@') || whole.kind != TokenKind::number || !whole.is_whole() ||
        part.kind != TokenKind::number || text[part.begin] != '.' || part.end - part.begin != 3)
      continue;
    if (whole.whole() >= 1'000'000) return;
    whole.value += part.value;
    whole.end = part.end;
    tokens.erase(tokens.begin() + static_cast<std::ptrdiff_t>(i) + 1);
    return;  // once is a slip, twice is noise
  }
}

// "@ . 60": a space was typed behind the point.
void join_split_points(std::vector<Token>& tokens) {
  for (std::size_t i = 1; i + 1 < tokens.size(); ++i) {
    auto& digits = tokens[i + 1];
    if (!tokens[i - 1].is_mark('@') || !tokens[i].is_mark('.') ||
        digits.kind != TokenKind::number || digits.end - digits.begin != 2 || !digits.is_whole())
      continue;
    digits.value.units /= 100;
    tokens.erase(tokens.begin() + static_cast<std::ptrdiff_t>(i));
    return;
  }
}

}  // namespace

std::vector<Token> tokenize(std::string_view text) {
  auto tokens = Tokenizer(text).run();
  join_split_decimals(tokens, text);
  join_split_points(tokens);
  return tokens;
}

}  // namespace fillwright::alert
