// The program `fillwright`: reads the command line and hands it to the verb that was asked for. The
// only file that includes CLI11.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <functional>
#include <iostream>

#include "deploy/alerts_command.hpp"
#include "deploy/ask_command.hpp"
#include "deploy/backtest_command.hpp"
#include "deploy/config_command.hpp"
#include "deploy/keys_command.hpp"
#include "deploy/operator_command.hpp"
#include "deploy/prove_command.hpp"
#include "deploy/rebuild_command.hpp"
#include "deploy/replay_command.hpp"
#include "deploy/run_command.hpp"
#include "deploy/simulate_command.hpp"
#include "deploy/tape_command.hpp"
#include "deploy/terminal.hpp"
#include "deploy/verify_command.hpp"
#include "deploy/what_if_command.hpp"
#include "replay/views/questions.hpp"

namespace fillwright {
namespace {

constexpr auto examples = R"(Examples:
  fillwright demo                                   a recorded trading hour, read along
  fillwright run --config fillwright.toml           the service, in paper mode
  fillwright orders --journal journal               every order, also while the service runs
  fillwright explain ORDER --svg walk.svg           an order's whole story, and its picture
  fillwright positions --as-of 2026-11-20T15:00:00Z --json
  fillwright events --stream order --follow         what happens to orders, as it happens
  fillwright cancel all --journal journal           takes every working order back
  fillwright verify --journal journal               is the journal complete and unaltered?
  fillwright replay --decisions journal             would this program decide the same again?
  fillwright backtest --tape quotes.csv --alerts alerts.jsonl --journal test --html test.html

Exit codes: 0 done; 1 failed, not found or damaged; 2 wrong command line;
            3 a request of the operator is not over yet, and stays valid;
            4 what is decided now is not what a journal recorded (replay);
            74 the journal could not be written, so the service had to stop.
docs/operating.md explains every verb.)";

// What the verbs are called with; CLI11 writes into it while it parses.
struct Arguments {
  RunOptions run;
  JournalPlace place;
  AskOptions ask;
  std::string as_of;
  std::vector<std::string> names;  // of what is to be rebuilt
  bool is_followed = false;
  ExplainOptions explain;
  AlertsParseOptions alerts;
  OperatorOptions operation;
  std::string which;   // an order, a workflow, all; on or off
  std::string answer;  // yes or no
  bool is_accepting = false;
  ReplayOptions replay;
  BacktestOptions backtest;
  WhatIfOptions what_if;
  std::string since;
  SimulateOptions simulation;
  VerifyCommandOptions verify;
  ProveOptions prove;
  std::string key_file;
  TapeImportOptions tape_import;
  TapeInfoOptions tape_info;
  TapeRecordOptions tape_record;
  std::string config_file;
  bool is_live_confirmed = false;
};

// The verb that was given, to be called once everything is parsed.
using Verb = std::function<int()>;

class CommandLine {
 public:
  CommandLine() {
    app_.set_version_flag("--version", "fillwright " FILLWRIGHT_VERSION, "Print the version");
    app_.set_help_flag("-h,--help", "Print this help");
    app_.require_subcommand(1);
    app_.footer(examples);
    add_service();
    add_backtest();
    add_what_if();
    add_operator();
    add_questions();
    add_events();
    add_explain();
    add_verify();
    add_prove();
    add_keys();
    add_replay();
    add_rebuild();
    add_alerts();
    add_config();
    add_simulate();
    add_tape();
  }

  int run(int argc, char** argv) {
    a_.run.program = argv[0];
    if (argc == 1) {
      std::cerr << app_.help();
      return exit_usage;
    }
    try {
      app_.parse(argc, argv);
    } catch (const CLI::Success& help) {
      return app_.exit(help);
    } catch (const CLI::ParseError& error) {
      return refuse({argv + 1, argv + argc}, error.what());
    }
    if (!a_.as_of.empty()) {
      const auto as_of = parse_as_of(a_.as_of);
      if (!as_of) return refuse({}, "--as-of: " + as_of.error());
      a_.ask.as_of = *as_of;
    }
    if (!a_.since.empty()) {
      a_.what_if.since = parse_time(a_.since);
      if (!a_.what_if.since)
        return refuse(
            {}, "--since: \"" + a_.since + "\" is no time with its zone (2026-11-20T14:30:00Z)");
    }
    return verb_();
  }

 private:
  // The word that should have been a verb and is none: "bogus", "alerts bogus"; else nothing.
  std::string unknown_verb(const std::vector<std::string>& words) {
    CLI::App* parent = &app_;
    std::string path;
    for (const auto& word : words) {
      const auto verbs = parent->get_subcommands([](const CLI::App*) { return true; });
      if (verbs.empty() || word.empty() || word[0] == '-') return {};
      path += (path.empty() ? "" : " ") + word;
      const auto found = std::find_if(verbs.begin(), verbs.end(),
                                      [&](const CLI::App* verb) { return verb->check_name(word); });
      if (found == verbs.end()) return path;
      parent = *found;
    }
    return {};
  }

  int refuse(const std::vector<std::string>& words, const std::string& why) {
    const auto unknown = unknown_verb(words);
    print_error(unknown.empty() ? why : "there is no verb \"" + unknown + "\"");
    const auto given = app_.get_subcommands();
    std::cerr << "See: fillwright " << (given.empty() ? "" : given[0]->get_name() + " ")
              << "--help\n";
    return exit_usage;
  }

  CLI::App* add(CLI::App& parent, const char* name, const char* description, Verb verb) {
    auto* command = parent.add_subcommand(name, description);
    command->callback([this, verb = std::move(verb)] { verb_ = verb; });
    return command;
  }
  // An option whose text must not be empty: an unset shell variable is a mistake, not a default.
  static CLI::Option* add_text(CLI::App* command, const char* names, std::string& text,
                               const char* type, const char* description) {
    return command->add_option(names, text, description)->type_name(type)->check([](auto& given) {
      return given.empty() ? std::string("an empty text was given") : std::string();
    });
  }

  // CLI11 would wrap "-1" round.
  template <class Number>
  static CLI::Option* add_number(CLI::App* command, const char* name, Number& number,
                                 const char* type, const char* description) {
    return command->add_option(name, number, description)
        ->type_name(type)
        ->check([](const std::string& given) {
          const bool is_number = given.find_first_not_of("0123456789") == std::string::npos;
          return is_number && !given.empty() ? std::string()
                                             : "\"" + given + "\" is no whole number";
        });
  }

  void add_simulate() {
    auto* simulate = add(app_, "simulate", "Trade made-up stories while everything goes wrong",
                         [this] { return fillwright::simulate(a_.simulation); });
    add_number(simulate, "--seed", a_.simulation.seed, "S", "Of the first story")
        ->capture_default_str();
    add_number(simulate, "--runs", a_.simulation.runs, "N", "How many stories, one a seed")
        ->capture_default_str();
    simulate->add_flag("--json", a_.simulation.is_json, "One JSON object");
  }

  void add_service() {
    auto* demo =
        add(app_, "demo", "Trade a recorded hour on paper with a fast clock, and report", [this] {
          a_.run.is_demo = true;
          return fillwright::run(a_.run);
        });
    demo->add_flag("--quiet", a_.run.is_quiet, "Print nothing but errors");
    auto* run = add(app_, "run", "Run the service in paper mode until SIGTERM",
                    [this] { return fillwright::run(a_.run); });
    add_text(run, "--config", a_.run.config, "FILE", "Configuration (TOML)");
    add_text(run, "--tape", a_.run.tape, "FILE",
             "Recorded quotes (a tape) instead of a made-up market");
    run->add_flag("--live", a_.run.is_live_confirmed,
                  "Confirm a configuration that says mode live");
    run->add_flag("--plain", a_.run.is_plain, "No status line, even on a terminal");
    for (auto* command : {demo, run}) {
      add_text(command, "--data", a_.run.data, "DIR",
               "Folder with alerts.jsonl, quotes.csv, fillwright.toml");
      add_text(command, "--journal", a_.run.journal, "DIR", "The journal's folder");
      add_number(command, "--speed", a_.run.speed, "N",
                 "How fast time runs; 0: as fast as it goes");
    }
  }

  void add_backtest() {
    auto& of = a_.backtest;
    auto* command =
        add(app_, "backtest", "Trade recorded quotes and alerts into a new journal, and report",
            [this] { return fillwright::backtest(a_.backtest); });
    add_text(command, "--tape", of.request.tape, "FILE", "Recorded quotes")->required();
    add_text(command, "--alerts", of.request.alerts, "FILE", "Recorded alerts (JSON lines)");
    add_text(command, "--policy", of.request.policy, "NAME",
             "How the price of every entry walks (default: as configured)");
    add_text(command, "--workflow", of.request.definition, "NAME",
             "entry_and_exit (the default) follows calls; price_walk_cycle trades every instrument "
             "of the tape");
    add_text(command, "--config", of.request.config, "FILE", "Configuration (TOML)");
    add_text(command, "--journal", of.journal, "DIR",
             "The journal's folder, which must not be there yet")
        ->required();
    add_text(command, "--html", of.html, "FILE", "Write the report as one page");
    add_text(command, "--compare", of.compare, "NAMES",
             "Several policies (fast,patient), each into DIR-NAME, side by side");
    command->add_flag("--json", of.is_json, "JSON instead of text for people");
  }

  void add_what_if() {
    auto& of = a_.what_if;
    auto* command =
        add(app_, "what-if", "Run recorded orders again with another policy on the recorded quotes",
            [this] { return fillwright::what_if(a_.what_if); });
    add_text(command, "JOURNAL", of.journal, "", "The journal's folder")->required();
    add_text(command, "--order", of.order, "ID", "One order, as `orders` prints it");
    add_text(command, "--policy", of.policy, "NAME",
             "The policy to run it with (of --all: this one only)");
    auto* all = command->add_flag("--all", of.is_all, "Every order that walked, as a table");
    add_text(command, "--since", a_.since, "TIME",
             "Only those planned then or later (2026-11-20T14:30:00Z)")
        ->needs(all);
    add_text(command, "--tape", of.tape, "FILE",
             "Recorded quotes (default: those that the journal names)");
    command->add_flag("--json", of.is_json, "JSON instead of text for people");
  }

  // A verb that asks for something to be done. `complete` puts into the request what was given.
  CLI::App* add_operation(const char* name, const char* description,
                          std::function<void(OperatorAsked&)> complete) {
    auto* command = add(app_, name, description, [this, complete = std::move(complete)] {
      complete(a_.operation.request);
      a_.operation.is_json = a_.ask.is_json;
      return operate(a_.place, a_.operation);
    });
    add_place(command);
    add_text(command, "--why", a_.operation.request.why, "TEXT", "Why, for whoever reads on");
    add_text(command, "--id", a_.operation.request.request_id, "ID",
             "The request's id: a second request of the same id is the same request");
    add_number(command, "--wait", a_.operation.wait_seconds, "SECONDS",
               "How long to wait for its end; 0: not at all")
        ->capture_default_str();
    return command;
  }
  CLI::Option* add_which(CLI::App* command, const char* name, const char* description) {
    return add_text(command, name, a_.which, "", description)->required();
  }

  void add_operator() {
    using Action = OperatorAction;
    const auto plain = [](Action action) {
      return [action](OperatorAsked& request) { request.action = action; };
    };
    const auto one_or_all = [this](Action one, Action all) {
      return [this, one, all](OperatorAsked& request) {
        request.action = a_.which == "all" ? all : one;
        if (a_.which != "all") request.target = a_.which;
      };
    };
    add_operation("pause", "No entries any more; exits stay allowed", plain(Action::pause));
    add_operation("resume", "Entries again", plain(Action::resume));
    auto* kill =
        add_operation("kill", "The kill switch: nothing but cancels is sent while it is on",
                      [this](OperatorAsked& request) {
                        request.action = a_.which == "on" ? Action::kill_on : Action::kill_off;
                      });
    add_which(kill, "SWITCH", "on or off")->check(CLI::IsMember({"on", "off"}));
    auto* cancel = add_operation("cancel", "Take an order back, or all of them",
                                 one_or_all(Action::cancel, Action::cancel_all));
    add_which(cancel, "ORDER", "The order's id, as `orders` prints it, or all");
    auto* flatten =
        add_operation("flatten", "Sell all that a workflow holds, or all workflows and then pause",
                      one_or_all(Action::flatten, Action::flatten_all));
    add_which(flatten, "WORKFLOW", "The workflow's id (w1 of order w1-1), or all");
    auto* reconcile = add_operation(
        "reconcile", "Compare the broker's books with ours now", [this](OperatorAsked& request) {
          request.action = a_.is_accepting ? Action::accept : Action::reconcile;
        });
    reconcile->add_flag("--accept", a_.is_accepting,
                        "Accept the books as they are, differences and alarms included");
    auto* answer = add_operation("answer", "Answer a broker's question about an order",
                                 [this](OperatorAsked& request) {
                                   request.action = Action::answer;
                                   request.target = a_.which;
                                   request.is_yes = a_.answer == "yes";
                                 });
    add_which(answer, "ORDER", "The order's id, as `orders` prints it");
    add_text(answer, "ANSWER", a_.answer, "", "yes or no")
        ->required()
        ->check(CLI::IsMember({"yes", "no"}));
    add_operation("heartbeat", "The operator is there", plain(Action::heartbeat));
  }

  // What every verb that asks a journal takes.
  void add_place(CLI::App* command) {
    add_text(command, "--journal", a_.place.journal, "DIR",
             "The journal's folder (default: as configured, or \"journal\")");
    add_text(command, "--config", a_.place.config, "FILE",
             "Configuration that names the journal's folder");
    command->add_flag("--json", a_.ask.is_json, "JSON instead of text for people");
  }
  CLI::Option* add_as_of(CLI::App* command) {
    return add_text(command, "--as-of", a_.as_of, "SEQ|TIME",
                    "As it was after this event, or at this time (2026-11-20T14:30:00Z)");
  }
  CLI::App* add_question(const char* name, const char* description, const Question& question) {
    auto* command =
        add(app_, name, description, [this, question] { return ask(question, a_.place, a_.ask); });
    add_place(command);
    add_as_of(command);
    return command;
  }
  CLI::Option* add_about(CLI::App* command, const char* name, const char* description) {
    return add_text(command, name, a_.ask.about, "", description);
  }
  void add_page(CLI::App* command, const char* from, const char* limit) {
    add_number(command, "--from", a_.ask.from, "SEQ", from);
    add_number(command, "--limit", a_.ask.limit, "N", limit);
  }

  void add_questions() {
    auto* orders = add_question("orders", "Every order, how far it is and at what price",
                                {ask_orders, orders_by});
    add_about(orders, "ABOUT", "Only this order, or this workflow's orders");
    add_page(orders, "Only orders planned by this event or later", "So many at most");
    auto* positions = add_question("positions", "What is held, with its price and worth",
                                   {ask_positions, positions_by});
    add_about(positions, "WORKFLOW", "Only what this workflow holds or held");
    add_number(positions, "--limit", a_.ask.limit, "N", "So many at most, what is held first");
    add_question("pnl", "What was won and lost, and the fees", {ask_pnl, pnl_by, false});
    auto* refusals =
        add_question("refusals", "What was not done, and why", {ask_refusals, refusals_by});
    add_page(refusals, "Only refusals by this event or later", "So many at most");
    auto* audit = add_question("audit", "Who did what, in plain words", {ask_audit});
    add_about(audit, "ABOUT",
              "An order, workflow, message, stream, caller, account or symbol (default: all)");
  }

  void add_events() {
    auto* events = add(app_, "events", "The journal line by line",
                       [this] { return print_events(a_.place, a_.ask, a_.is_followed); });
    add_place(events);
    auto* as_of = add_as_of(events);
    add_text(events, "--stream", a_.ask.stream, "NAME",
             "Only this stream (order/w1-1) or kind of stream (order)");
    add_text(events, "--type", a_.ask.type, "NAME", "Only events of this type (OrderFilled)");
    add_page(events, "The first event to print", "So many at most");
    events
        ->add_flag("--follow", a_.is_followed,
                   "Go on as the journal grows, until SIGINT; with --json one object a line")
        ->excludes(as_of);
  }

  void add_explain() {
    auto* explained =
        add(app_, "explain", "The whole story of an order, from the message to the last fill",
            [this] { return explain(a_.place, a_.ask, a_.explain); });
    add_text(explained, "ORDER", a_.explain.order, "", "The order's id, as `orders` prints it")
        ->required();
    add_place(explained);
    add_as_of(explained);
    auto* svg = add_text(explained, "--svg", a_.explain.svg, "FILE",
                         "Write a picture of the walk against the quote");
    add_text(explained, "--tape", a_.explain.tape, "FILE",
             "Recorded quotes for the picture, besides those that were seen")
        ->needs(svg);
  }

  void add_verify() {
    auto* verified = add(
        app_, "verify",
        "Prove that the journal is complete and unaltered, or name the first bad event", [this] {
          a_.verify.is_json = a_.ask.is_json;
          return verify_journal(a_.place, a_.verify);
        });
    add_place(verified);
    add_heads(verified, a_.verify.heads, "Signed heads: none may lie off the journal or behind it");
    add_key(verified, a_.verify.key);
  }
  void add_heads(CLI::App* command, std::string& file, const char* description) {
    add_text(command, "--heads", file, "FILE", description);
  }
  void add_key(CLI::App* command, std::string& key) {
    add_text(command, "--key", key, "PUB", "The public key that signed, or a file that holds it");
  }

  void add_prove() {
    auto* proved = add(app_, "prove", "Write the proof of an order, or check one", [this] {
      a_.prove.is_json = a_.ask.is_json;
      return prove(a_.place, a_.prove);
    });
    add_text(proved, "ORDER", a_.prove.order, "", "The order's id, as `orders` prints it");
    add_place(proved);
    add_text(proved, "-o,--output", a_.prove.output, "FILE", "The file to write the proof into");
    add_heads(proved, a_.prove.heads, "Signed heads (default: as configured, beside the journal)");
    add_text(proved, "--check", a_.prove.check, "FILE", "Check this proof; needs no journal");
    add_key(proved, a_.prove.key);
  }

  void add_keys() {
    auto* keys = app_.add_subcommand("keys", "The key that signs the journal's heads");
    keys->require_subcommand(1);
    auto* made = add(*keys, "new", "Make a signing key; prints the public key that belongs to it",
                     [this] { return make_keys(a_.key_file); });
    auto* printed = add(*keys, "public", "Print the public key of a signing key",
                        [this] { return print_public_key(a_.key_file); });
    for (auto* command : {made, printed})
      add_text(command, "FILE", a_.key_file, "", "The file of the signing key")->required();
  }

  void add_replay() {
    auto* replayed = add(app_, "replay", "Make a journal's decisions again, and compare", [this] {
      a_.replay.is_json = a_.ask.is_json;
      return fillwright::replay(a_.place, a_.replay);
    });
    replayed
        ->add_flag(
            "--decisions", a_.replay.is_decisions,
            "Feed the recorded inputs to the deciders, and name the first event that differs")
        ->required();
    add_place(replayed);
    add_text(replayed, "JOURNAL", a_.place.journal, "", "The same as --journal")
        ->excludes("--journal");
    add_number(replayed, "--from", a_.replay.from, "SEQ",
               "What differs before this event is not told");
  }

  void add_rebuild() {
    auto* rebuilt =
        add(app_, "rebuild",
            "Make what is derived from the journal afresh, compare it and put it in its place",
            [this] { return rebuild(a_.place, a_.names, a_.ask.is_json); });
    add_place(rebuilt);
    rebuilt->add_option("NAME", a_.names, "catalog, views (default: all)");
  }

  void add_alerts() {
    auto* alerts = app_.add_subcommand("alerts", "What the parser makes of texts");
    alerts->require_subcommand(1);
    auto* parse = add(*alerts, "parse", "Parse JSON lines with `text`, a line of JSON for each",
                      [this] { return parse_alerts(a_.alerts); });
    parse->add_flag("--free-text", a_.alerts.is_free_text, "Read free text, not only the grammar");
    add_text(parse, "--now", a_.alerts.now, "TIME",
             "When the texts were said (default: the clock)");
    add_text(parse, "FILE", a_.alerts.file, "", "JSON lines; - is standard input")->required();
  }

  void add_tape() {
    auto* tape = app_.add_subcommand("tape", "Recorded quotes");
    tape->require_subcommand(1);
    auto& import = a_.tape_import;
    auto* imported = add(*tape, "import", "Make a tape of quotes recorded elsewhere",
                         [this] { return import_tape(a_.tape_import); });
    add_text(imported, "--format", import.format, "FORMAT",
             "csv (ts_ns,symbol,bid,ask,bid_size,ask_size) or lean (zips of minute quotes)")
        ->required()
        ->check(CLI::IsMember({"csv", "lean"}));
    add_number(imported, "--seed", import.seed, "S", "Of the paths that are invented within bars")
        ->capture_default_str();
    imported->add_flag("--leave-out", import.is_lenient,
                       "Leave out, tell and count what cannot be read, instead of giving up");
    add_making(imported, import, import.paths, "PATH", "Files, or folders of them");
    auto& recording = a_.tape_record;
    auto* recorded = add(*tape, "record", "Make a tape of the market as it goes",
                         [this] { return record_tape(a_.tape_record); });
    auto* length = recorded->add_option_group("how long");
    add_number(length, "--seconds", recording.seconds, "N", "For so long");
    add_text(length, "--until", recording.until, "TIME", "Until this time (2026-11-20T21:00:00Z)");
    length->require_option(1);
    add_text(recorded, "--config", recording.config, "FILE", "Configuration of the market");
    add_making(recorded, recording, recording.symbols, "SYMBOL",
               "Stocks, options by OCC symbol, futures: SPY SPY261218C00600000 ESZ26");
    auto* info = add(*tape, "info", "Check a tape, and say what is on it",
                     [this] { return print_tape_info(a_.tape_info); });
    add_text(info, "FILE", a_.tape_info.file, "", "A tape, compact or CSV")->required();
    info->add_flag("--json", a_.tape_info.is_json, "JSON instead of text for people");
  }
  // What both ways of making a tape take: of what, to where, and how to tell it.
  template <class Options>
  static void add_making(CLI::App* command, Options& options, std::vector<std::string>& of,
                         const char* name, const char* description) {
    command->add_option(name, of, description)->type_name("")->required();
    add_text(command, "-o,--output", options.output, "FILE", "The tape, a new file")->required();
    command->add_flag("--json", options.is_json, "JSON instead of text for people");
  }

  void add_config() {
    auto* config = app_.add_subcommand("config", "The configuration");
    config->require_subcommand(1);
    auto* check = add(*config, "check", "Name every mistake with its line and what was expected",
                      [this] { return check_configuration(a_.config_file, a_.is_live_confirmed); });
    add_text(check, "FILE", a_.config_file, "", "TOML (default: defaults and environment alone)");
    check->add_flag("--live", a_.is_live_confirmed, "As `run --live` would read it");
    add(*config, "example", "Print every value explained", print_example_configuration);
  }

  CLI::App app_{"Fillwright turns alerts into worked, explained, replayable paper trades.",
                "fillwright"};
  Arguments a_;
  Verb verb_;
};

}  // namespace
}  // namespace fillwright

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // a reader that goes away is told by write()
  try {
    return fillwright::CommandLine().run(argc, argv);
  } catch (const std::exception& error) {
    return fillwright::fail(error.what());
  }
}
