#include "actors/domain/alert/strict_grammar.hpp"

#include <initializer_list>
#include <string>
#include <string_view>

#include "actors/domain/alert/calls.hpp"

namespace fillwright::alert {
namespace {

constexpr auto expected =
    "; expected [Alert:|Lotto:|Super Lotto:] BTO|STC|STO|BTC|BUY|SELL SYMBOL STRIKE c|p EXPIRY [@ "
    "PRICE]";

class Matcher {
 public:
  explicit Matcher(const Message& message) : m_(message) {}

  std::optional<AlertRefusal> run() {
    skip_label();
    if (!take_word({"bto", "stc", "sto", "btc", "buy", "sell"}))
      return refuse(RefusalReason::talk, "does not begin with an order");
    if (is_number() && !take_count())
      return refuse(RefusalReason::malformed_text, "the quantity is no whole number");
    if (at_ >= m_.size() || m_[at_].role != Role::symbol)
      return refuse(RefusalReason::incomplete, "no symbol");
    ++at_;
    bool has_expiry = take_expiry();  // callers write it on either side of the strike
    if (at_ >= m_.size() || m_[at_].role != Role::strike)
      return refuse(RefusalReason::incomplete, "no strike with c or p");
    const bool has_right = m_[at_].right != Right::none;
    ++at_;
    if (at_ < m_.size() && m_[at_].role == Role::right) ++at_;
    if (!has_right) return refuse(RefusalReason::incomplete, "no c or p after the strike");
    has_expiry = has_expiry || take_expiry();
    if (!has_expiry) return refuse(RefusalReason::incomplete, "no expiry");
    take_price();
    return check_tail();
  }

 private:
  static AlertRefusal refuse(RefusalReason reason, std::string detail) {
    return {reason, std::move(detail) + expected};
  }
  bool is(std::initializer_list<std::string_view> words) const {
    if (at_ >= m_.size() || m_[at_].kind != TokenKind::word) return false;
    for (const auto word : words)
      if (m_[at_].text == word) return true;
    return false;
  }
  bool take_word(std::initializer_list<std::string_view> words) {
    if (!is(words)) return false;
    ++at_;
    return true;
  }
  void skip_label() {
    const auto start = at_;
    take_word({"super"});
    if (take_word({"alert", "lotto"}) && at_ < m_.size() && m_[at_].is_mark(':'))
      ++at_;
    else
      at_ = start;
  }
  bool is_number() const { return at_ < m_.size() && m_[at_].kind == TokenKind::number; }
  bool take_count() {
    if (m_[at_].has_dollar || !m_[at_].is_whole()) return false;
    ++at_;
    take_word({"contract", "contracts", "con", "cons"});
    return true;
  }
  bool take_expiry() {
    if (at_ >= m_.size() || m_[at_].role != Role::expiry) return false;
    while (at_ < m_.size() && m_[at_].role == Role::expiry) ++at_;
    return true;
  }
  void take_price() {
    if (at_ < m_.size() && m_[at_].is_mark('@')) ++at_;
    if (is_number()) ++at_;
  }
  // A condition, a denial or another order behind the order makes it another message.
  std::optional<AlertRefusal> check_tail() const {
    for (auto i = at_; i < m_.size(); ++i) {
      if (is_condition(m_[i]) || m_[i].is_mark('?'))
        return refuse(RefusalReason::ambiguous, "a condition or a question behind the order");
      for (const auto word : {"bto", "stc", "sto", "btc", "not", "cancel", "tomorrow", "yesterday"})
        if (m_[i].is(word))
          return refuse(RefusalReason::ambiguous, "\"" + m_[i].text + "\" behind the order");
    }
    return std::nullopt;
  }

  const Message& m_;
  std::size_t at_ = 0;
};

}  // namespace

std::optional<AlertRefusal> find_strict_mismatch(const Message& message) {
  return Matcher(message).run();
}

}  // namespace fillwright::alert
