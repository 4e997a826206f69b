// The keys of [broker], [reconcile], [paper], [market], [data] and [log].
#include "adapters/config/key_making.hpp"

namespace fillwright {
namespace {

void add_broker_keys(Keys& keys) {
  keys.push_back(setting("broker.answers", question_rules(),
                         "What to say when the broker asks before it takes an order; the first "
                         "whose text the question contains. Others wait for a person.",
                         AT(settings.questions.answers)));
  keys.push_back(setting("broker.question_expires", duration(seconds(1), hour),
                         "A question that nobody has answered by then counts as a reject.",
                         AT(settings.questions.expires)));
  keys.push_back(setting("broker.breaker_errors", count(0, 1000),
                         "So many errors of the broker close the gate; 0: never.",
                         AT(settings.breaker.errors)));
  keys.push_back(setting("broker.breaker_window", duration(seconds(1), hour),
                         "The span in which they are counted.", AT(settings.breaker.window)));
  keys.push_back(setting("broker.breaker_pause", duration(seconds(1), hour),
                         "After this the broker's books are asked, and the gate may open.",
                         AT(settings.breaker.pause)));
  keys.push_back(setting("reconcile.every", duration(seconds(1), day),
                         "How often the broker's books are compared with ours while orders are "
                         "open or anything is held.",
                         AT(settings.reconcile.every)));
  keys.push_back(setting("reconcile.cash_tolerance", money(),
                         "Cash that differs by at most so much, either way, is adopted.",
                         AT(settings.reconcile.cash_tolerance)));
}

void add_paper_keys(Keys& keys) {
  keys.push_back(setting("paper.cash", money(), "The paper account's cash at its start.",
                         AT(settings.paper.cash)));
  keys.push_back(setting("paper.latency", duration({}, seconds(60)),
                         "Until a message arrives, each way.", AT(settings.paper.latency)));
  keys.push_back(setting("paper.latency_jitter", duration({}, seconds(60)),
                         "Up to so much more, by chance.", AT(settings.paper.latency_jitter)));
  keys.push_back(setting("paper.reject_percent", any_percent(),
                         "Of our messages, refused by chance.", AT(settings.paper.reject_percent)));
  keys.push_back(setting("paper.requests_per_second", count(0, 100'000),
                         "The limit that the paper broker declares; 0: none.",
                         AT(settings.paper.requests_per_second)));
  keys.push_back(setting("paper.question_percent", any_percent(),
                         "Of our orders and changes, asked about by chance.",
                         AT(settings.paper.question_percent)));
  keys.push_back(setting("paper.replace", one_of<ReplaceSupport>(),
                         "How a working order changes: atomic keeps it, linked puts a new one in "
                         "its place, none has it cancelled first.",
                         AT(settings.paper.replace)));
  keys.push_back(setting("paper.seed", seed(), "Of all chance above.", AT(settings.paper.seed)));
  keys.push_back(setting("paper.fills_at_mid", yes_or_no(),
                         "Whether options fill at the mid; otherwise at the far side.",
                         AT(settings.paper.fills_at_mid)));
  keys.push_back(
      setting("paper.fills_when_passed", yes_or_no(),
              "Whether an order fills at its own price once the near side reached it and "
              "moves back through it.",
              AT(settings.paper.fills_when_passed)));
#define FEE_KEYS(class_name)                                                   \
  keys.push_back(setting("paper.fees." #class_name "_per_contract", fee(),     \
                         "Commission for each contract or share.",             \
                         AT(settings.paper.fees.class_name.per_contract)));    \
  keys.push_back(setting("paper.fees." #class_name "_per_order", fee(),        \
                         "Commission for each order.",                         \
                         AT(settings.paper.fees.class_name.per_order)));       \
  keys.push_back(setting("paper.fees." #class_name "_exchange", fee(),         \
                         "Exchange and clearing, for each contract or share.", \
                         AT(settings.paper.fees.class_name.exchange)));        \
  keys.push_back(setting("paper.fees." #class_name "_regulatory", fee(),       \
                         "Regulatory fees for each contract or share sold.",   \
                         AT(settings.paper.fees.class_name.regulatory)))
  FEE_KEYS(stock);
  FEE_KEYS(option);
  FEE_KEYS(future);
#undef FEE_KEYS
}

void add_market_keys(Keys& keys) {
  keys.push_back(setting("market.feed", one_of<FeedKind>(),
                         "synthetic makes quotes of any symbol; tape plays a file.",
                         AT(settings.market.feed)));
  keys.push_back(setting("market.tape", any_text("a path of a tape, or \"\""),
                         "Lines of ts_ns,symbol,bid,ask,bid_size,ask_size, or a compact tape.",
                         AT(settings.market.tape)));
  keys.push_back(setting("market.speed", count(0, 1'000'000),
                         "Of a tape, times real time; 0: as fast as it goes.",
                         AT(settings.market.speed)));
  keys.push_back(
      setting("market.seed", seed(), "Of the synthetic market.", AT(settings.market.seed)));
  keys.push_back(setting("market.quote_every", duration(milliseconds(1), hour),
                         "The synthetic market's pace.", AT(settings.market.quote_every)));
  keys.push_back(setting("market.volatility", percent(1000), "Its volatility, percent a year.",
                         AT(settings.market.volatility)));
  keys.push_back(setting("market.starting_prices", starting_prices(),
                         "Where synthetic stocks and futures start; others start where the feed "
                         "knows them.",
                         AT(settings.market.starting_prices)));
  keys.push_back(setting("market.always_open", yes_or_no(),
                         "Trade around the clock, for trying things out on the synthetic market.",
                         AT(process.is_always_open)));
}

void add_file_keys(Keys& keys) {
  keys.push_back(setting("data.journal", name_of("a folder"), "Where all events are kept.",
                         AT(process.journal)));
  keys.push_back(setting("data.alert_file", any_text("a path of a JSON-lines file, or \"\""),
                         "Alerts are read from this file as it grows.", AT(process.alert_file)));
  keys.push_back(setting("data.standard_input", yes_or_no(),
                         "Whether alerts are read from standard input.",
                         AT(process.reads_standard_input)));
  keys.push_back(setting("data.heads", any_text("a folder, or \"\" for beside the journal"),
                         "Where signed heads of the journal are kept; another disk is better. "
                         "They are signed when there is a secret signing_key.",
                         AT(process.heads_folder)));
  keys.push_back(setting("data.sign_every", duration(seconds(1), day),
                         "A head is signed so often when there is something new.",
                         AT(process.sign_every)));
  keys.push_back(setting("data.sign_events", count(1, 1'000'000'000),
                         "... and whenever so many events are new.", AT(process.sign_events)));
  keys.push_back(setting("log.file", any_text("a path, or \"\" for none"),
                         "JSON lines, for its owner's eyes only.", AT(process.log_file)));
  auto level = any_text("one of \"debug\", \"info\", \"warning\", \"error\"");
  level.read = [inner = level.read](const RawValue& raw) {
    auto text = inner(raw);
    if (text && *text != "debug" && *text != "info" && *text != "warning" && *text != "error")
      text.reset();
    return text;
  };
  keys.push_back(
      setting("log.level", level, "What is less important is left out.", AT(process.log_level)));
  keys.push_back(setting("log.megabytes", count(1, 10'000), "Then a new file is begun.",
                         AT(process.log_megabytes)));
  keys.push_back(
      setting("log.files", count(0, 1000), "Old files that are kept.", AT(process.log_files)));
}

}  // namespace

void add_process_keys(Keys& keys) {
  add_broker_keys(keys);
  add_paper_keys(keys);
  add_market_keys(keys);
  add_file_keys(keys);
}

}  // namespace fillwright
