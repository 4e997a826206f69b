#include "actors/domain/alert/clean_text.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <utility>

namespace fillwright::alert {
namespace {

struct CodePoint {
  std::uint32_t value;
  std::size_t size;
};

std::optional<CodePoint> decode(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned first = byte(at);
  if (first < 0x80) return CodePoint{first, 1};
  const std::size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || at + size > text.size()) return std::nullopt;
  std::uint32_t value = first & (0xFFU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(at + i) & 0xC0) != 0x80) return std::nullopt;
    value = value << 6 | (byte(at + i) & 0x3FU);
  }
  constexpr std::array<std::uint32_t, 5> smallest{0, 0, 0x80, 0x800, 0x10000};
  if (value < smallest[size] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
    return std::nullopt;
  return CodePoint{value, size};
}

bool is_between(std::uint32_t c, std::uint32_t low, std::uint32_t high) {
  return c >= low && c <= high;
}
bool is_ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_ascii_digit(char c) { return c >= '0' && c <= '9'; }

// Letters and digits of other blocks that are drawn like Latin ones.
bool looks_like_latin(std::uint32_t c) {
  return is_between(c, 0x370, 0x3FF) || is_between(c, 0x400, 0x52F) ||
         is_between(c, 0x530, 0x58F) || is_between(c, 0x13A0, 0x13FF) ||
         is_between(c, 0x1D00, 0x1D7F) || is_between(c, 0x2100, 0x214F) ||
         is_between(c, 0x2460, 0x24FF) || is_between(c, 0x2C60, 0x2C7F) ||
         is_between(c, 0xA640, 0xA69F) || is_between(c, 0xFF10, 0xFF19) ||
         is_between(c, 0xFF21, 0xFF3A) || is_between(c, 0xFF41, 0xFF5A) ||
         is_between(c, 0x1D400, 0x1D7FF) || is_between(c, 0x1F110, 0x1F169) ||
         is_between(c, 0x660, 0x669) || is_between(c, 0x6F0, 0x6F9);
}
bool steers_direction(std::uint32_t c) {
  return is_between(c, 0x202A, 0x202E) || is_between(c, 0x2066, 0x2069) || c == 0x200E ||
         c == 0x200F || c == 0x061C;
}
bool is_invisible(std::uint32_t c) {
  return is_between(c, 0x200B, 0x200D) || c == 0x2060 || c == 0xFEFF || c == 0xAD;
}

// The plain form of punctuation that has one.
const char* plain(std::uint32_t c) {
  switch (c) {
    case 0x2018:
    case 0x2019:
    case 0x201B:
    case 0x2032:
    case 0xB4:
      return "'";
    case 0x201C:
    case 0x201D:
    case 0x201F:
    case 0x2033:
    case 0xAB:
    case 0xBB:
      return "\"";
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2212:
      return "-";
    case 0x2014:
    case 0x2015:
      return " - ";
    case 0x2192:
    case 0x27A1:
    case 0x279C:
    case 0x27F6:
    case 0x2794:
    case 0x21D2:
      return " -> ";
    case 0x2026:
      return "...";
    case 0x2022:
    case 0xB7:
    case 0x25CF:
    case 0x25AA:
      return "\n";
    case 0xA0:
    case 0x2002:
    case 0x2003:
    case 0x2009:
    case 0x202F:
    case 0x3000:
      return " ";
    case 0xFF0C:
    case 0x3001:
      return ", ";
    case 0x3002:
      return ". ";
    case 0xFF1A:
      return ": ";
    case 0xFF1B:
      return "; ";
    case 0xFF08:
      return " (";
    case 0xFF09:
      return ") ";
    case 0xFF01:
      return "! ";
    case 0xFF1F:
      return "? ";
    case 0xFF05:
      return "%";
    case 0xFF04:
      return "$";
    case 0xFF20:
      return "@";
    default:
      return nullptr;
  }
}

struct ChineseWord {
  std::string_view written;
  std::string_view english;
};
// Longest first where one begins another. A word for an opinion (看涨 alone) is not one for a
// right.
constexpr ChineseWord chinese_words[] = {{"看涨期权", "calls"},
                                         {"看跌期权", "puts"},
                                         {"认购期权", "calls"},
                                         {"认沽期权", "puts"},
                                         {"全部卖出", "sell all"},
                                         {"全部清仓", "sell all"},
                                         {"全部平仓", "sell all"},
                                         {"卖出全部", "sell all"},
                                         {"清仓", "sell all"},
                                         {"平仓", "close"},
                                         {"全部出", "sell all"},
                                         {"卖出一半", "trim half"},
                                         {"减仓一半", "trim half"},
                                         {"减半仓", "trim half"},
                                         {"减半", "trim half"},
                                         {"出一半", "trim half"},
                                         {"平一半", "trim half"},
                                         {"减仓", "trim"},
                                         {"减持", "trim"},
                                         {"卖出", "sell"},
                                         {"卖掉", "sell"},
                                         {"部分止盈", "trim"},
                                         {"止盈", "took profit"},
                                         {"止损出局", "stopped out"},
                                         {"止损价", "stop"},
                                         {"止损", "stop"},
                                         {"加仓", "added"},
                                         {"补仓", "added"},
                                         {"买入", "bought"},
                                         {"买进", "bought"},
                                         {"入场", "entered"},
                                         {"建仓", "entered"},
                                         {"进场", "entered"},
                                         {"剩余", "rest"},
                                         {"剩下", "rest"},
                                         {"目标价", "target"},
                                         {"目标", "target"},
                                         {"如果", "if"},
                                         {"可能", "might"},
                                         {"准备", "planning"},
                                         {"计划", "plan"},
                                         {"观察", "watching"},
                                         {"关注", "watching"},
                                         {"不要", "dont"},
                                         {"没有", "not"},
                                         {"不", "not"},
                                         {"未", "not"},
                                         {"昨天", "yesterday"},
                                         {"明天", "tomorrow"},
                                         {"将", "will"},
                                         {"打算", "planning"},
                                         {"等待", "waiting"},
                                         {"想", "want"},
                                         {"看涨", "bullish"},
                                         {"看跌", "bearish"},
                                         {"本周到期的", ""},
                                         {"本周到期", ""},
                                         {"在", "at"},
                                         {"价格", "price"},
                                         {"入场价", "entry"},
                                         {"一半", "half"},
                                         {"超级彩票", "super lotto"},
                                         {"超级乐透", "super lotto"},
                                         {"彩票", "lotto"},
                                         {"乐透", "lotto"},
                                         {"亚马逊", "AMZN"},
                                         {"苹果", "AAPL"},
                                         {"特斯拉", "TSLA"},
                                         {"英伟达", "NVDA"},
                                         {"微软", "MSFT"},
                                         {"谷歌", "GOOGL"},
                                         {"脸书", "META"},
                                         {"奈飞", "NFLX"},
                                         {"英特尔", "INTC"},
                                         {"超微", "SMCI"},
                                         {"高通", "QCOM"},
                                         {"博通", "AVGO"},
                                         {"美光", "MU"},
                                         {"台积电", "TSM"},
                                         {"阿里巴巴", "BABA"},
                                         {"阿里", "BABA"},
                                         {"京东", "JD"},
                                         {"拼多多", "PDD"},
                                         {"百度", "BIDU"},
                                         {"蔚来", "NIO"},
                                         {"波音", "BA"},
                                         {"迪士尼", "DIS"},
                                         {"甲骨文", "ORCL"},
                                         {"戴尔", "DELL"},
                                         {"可口可乐", "KO"},
                                         {"星巴克", "SBUX"},
                                         {"沃尔玛", "WMT"},
                                         {"好市多", "COST"},
                                         {"摩根大通", "JPM"},
                                         {"高盛", "GS"},
                                         {"优步", "UBER"},
                                         {"网飞", "NFLX"},
                                         {"辉瑞", "PFE"}};

bool is_name_char(char c) {
  return is_ascii_letter(c) || is_ascii_digit(c) || c == '_' || c == '-' || c == '+';
}

// What the second pass removes: markup, mentions, emoji codes, links, quoted lines.
class MarkupRemover {
 public:
  explicit MarkupRemover(std::string_view text) : text_(text) {}

  std::string run() {
    while (at_ < text_.size()) step();
    return std::move(out_);
  }

 private:
  bool starts(std::string_view prefix) const { return text_.substr(at_).starts_with(prefix); }
  bool is_line_start() const {
    const auto last = out_.find_last_not_of(' ');
    return last == std::string::npos || out_[last] == '\n';
  }
  bool is_after_space() const {
    return out_.empty() || out_.back() == ' ' || out_.back() == '\n' || out_.back() == '(';
  }
  void skip_line() {
    while (at_ < text_.size() && text_[at_] != '\n') ++at_;
  }

  void step() {
    const char c = text_[at_];
    if (starts("https://") || starts("http://")) {
      while (at_ < text_.size() && text_[at_] != ' ' && text_[at_] != '\n') ++at_;
      out_ += ' ';
    } else if (c == '>' && is_line_start()) {
      skip_line();  // the words of somebody else
    } else if (c == '<' && skip_tag()) {
    } else if (c == ':' && is_after_space() && skip_emoji_code()) {
      out_ += ' ';
    } else if (c == '@' && skip_mention()) {
      out_ += ' ';
      out_ += mention_mark;
      out_ += ' ';
    } else if (c == '#' && at_ + 1 < text_.size() && is_ascii_letter(text_[at_ + 1])) {
      skip_hashtag();
    } else if (c == '*' || c == '`' || c == '_') {
      ++at_;
      if (c == '`') out_ += ' ';
    } else if (starts("||")) {
      at_ += 2;
      out_ += ' ';
    } else {
      out_ += c;
      ++at_;
    }
  }
  // <@1>, <@&1>, <#1>, <:name:1>, <a:name:1>, <t:1:R>
  bool skip_tag() {
    const auto end = text_.substr(at_, 80).find('>');
    if (end == std::string_view::npos || end < 2) return false;
    const auto inside = text_.substr(at_ + 1, end - 1);
    const bool is_tag = inside[0] == '@' || inside[0] == '#' || inside[0] == ':' ||
                        inside.starts_with("a:") || inside.starts_with("t:");
    if (!is_tag || inside.find(' ') != std::string_view::npos) return false;
    out_ += ' ';
    if (inside[0] == '@') out_ += mention_mark;
    out_ += ' ';
    at_ += end + 1;
    return true;
  }
  bool skip_emoji_code() {
    std::size_t end = at_ + 1;
    bool has_letter = false;
    while (end < text_.size() && end < at_ + 40 && is_name_char(text_[end]))
      has_letter |= is_ascii_letter(text_[end++]);
    if (!has_letter || end >= text_.size() || text_[end] != ':') return false;
    at_ = end + 1;
    return true;
  }
  // @everyone, @Premium, @Robin (Admin); "@market" says something and stays.
  bool skip_mention() {
    std::size_t end = at_ + 1;
    while (end < text_.size() && (is_name_char(text_[end]) || text_[end] == foreign_letter)) ++end;
    if (end == at_ + 1 || !(is_ascii_letter(text_[at_ + 1]) || text_[at_ + 1] == foreign_letter))
      return false;
    if (text_.substr(at_ + 1, end - at_ - 1) == "market") return false;
    at_ = end;
    if (starts(" (") || starts("(")) {
      const auto close = text_.substr(at_, 24).find(')');
      const auto open = text_.substr(at_, 24).find('(');
      if (close != std::string_view::npos &&
          is_role(text_.substr(at_ + open + 1, close - open - 1)))
        at_ += close + 1;
    }
    return true;
  }
  static bool is_role(std::string_view word) {
    for (const auto role : {"Admin", "admin", "ADMIN", "Mod", "mod", "Moderator", "Owner", "owner",
                            "Analyst", "analyst", "Staff", "VIP", "Bot", "BOT", "Trader", "Coach"})
      if (word == role) return true;
    return false;
  }
  // "#ALERT" says what the message is; any other names a channel.
  void skip_hashtag() {
    std::size_t end = ++at_;
    while (end < text_.size() && is_name_char(text_[end])) ++end;
    const auto tag = text_.substr(at_, end - at_);
    if (tag.size() == 5 && (tag == "ALERT" || tag == "alert" || tag == "Alert"))
      out_ += " alert: ";
    else
      out_ += ' ';
    at_ = end;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string out_;
};

AlertRefusal malformed(std::string detail) {
  return {RefusalReason::malformed_text, std::move(detail)};
}

}  // namespace

tl::expected<std::string, AlertRefusal> clean_text(std::string_view text, std::size_t longest) {
  if (text.size() > longest)
    return tl::make_unexpected(malformed("the message has " + std::to_string(text.size()) +
                                         " bytes; at most " + std::to_string(longest) +
                                         " are read"));
  std::string out;
  out.reserve(text.size() + 16);
  for (std::size_t at = 0; at < text.size();) {
    const auto point = decode(text, at);
    if (!point || point->value == 0xFFFD)  // the mark of a source that repaired its bytes
      return tl::make_unexpected(malformed("byte " + std::to_string(at) + " is not valid UTF-8"));
    const auto c = point->value;
    if (c < 0x80) {
      if ((c < 0x20 && c != '\n' && c != '\r' && c != '\t') || c == 0x7F)
        return tl::make_unexpected(malformed("control character at byte " + std::to_string(at)));
      if (c != '\r') out += c == '\t' ? ' ' : static_cast<char>(c);
      at += 1;
      continue;
    }
    if (looks_like_latin(c) || steers_direction(c))
      return tl::make_unexpected(malformed("a character at byte " + std::to_string(at) +
                                           " looks like another or hides text; expected plain "
                                           "Latin letters and digits"));
    if (is_invisible(c)) {
      const auto is_visible = [](char n) { return is_ascii_letter(n) || is_ascii_digit(n); };
      if (!out.empty() && is_visible(out.back()) && at + point->size < text.size() &&
          is_visible(text[at + point->size]))
        return tl::make_unexpected(
            malformed("an invisible character inside a word at byte " + std::to_string(at)));
      at += point->size;
      continue;
    }
    if (const auto* replacement = plain(c)) {
      out += replacement;
    } else if (is_between(c, 0x3400, 0x9FFF)) {
      const auto rest = text.substr(at);
      bool is_known = false;
      for (const auto& word : chinese_words) {
        if (!rest.starts_with(word.written)) continue;
        if (word.english == "bullish" && rest.starts_with("看涨期权")) continue;
        (out += ' ').append(word.english) += ' ';
        at += word.written.size();
        is_known = true;
        break;
      }
      if (is_known) continue;
      (out += ' ') += foreign_letter;
      out += ' ';
    } else if (is_between(c, 0xC0, 0x24F) || is_between(c, 0x590, 0x1CFF) || c == 0x20AC ||
               c == 0xA3 || c == 0xA5) {
      out += foreign_letter;
    } else {
      out += ' ';  // emoji and other pictures
    }
    at += point->size;
  }
  if (out.find("~~") != std::string::npos)
    return tl::make_unexpected(AlertRefusal{
        RefusalReason::ambiguous, "part of the text is struck out; expected a plain call"});
  return MarkupRemover(out).run();
}

}  // namespace fillwright::alert
