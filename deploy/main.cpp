// The program `fillwright`: reads the command line and hands it to the verb that was asked for. The
// only file that includes CLI11.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <functional>
#include <iostream>

#include "deploy/alerts_command.hpp"
#include "deploy/ask_command.hpp"
#include "deploy/config_command.hpp"
#include "deploy/keys_command.hpp"
#include "deploy/operator_command.hpp"
#include "deploy/prove_command.hpp"
#include "deploy/run_command.hpp"
#include "deploy/simulate_command.hpp"
#include "deploy/terminal.hpp"
#include "deploy/verify_command.hpp"

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

Exit codes: 0 done; 1 failed, not found or damaged; 2 wrong command line;
            3 a request of the operator is not over yet, and stays valid;
            74 the journal could not be written, so the service had to stop.
docs/operating.md explains every verb.)";

// What the verbs are called with; CLI11 writes into it while it parses.
struct Arguments {
  RunOptions run;
  JournalPlace place;
  AskOptions ask;
  std::string as_of;
  bool is_followed = false;
  ExplainOptions explain;
  AlertsParseOptions alerts;
  OperatorOptions operation;
  std::string which;   // an order, a workflow, all; on or off
  std::string answer;  // yes or no
  bool is_accepting = false;
  SimulateOptions simulation;
  VerifyCommandOptions verify;
  ProveOptions prove;
  std::string key_file;
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
    add_operator();
    add_questions();
    add_events();
    add_explain();
    add_verify();
    add_prove();
    add_keys();
    add_alerts();
    add_config();
    add_simulate();
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
             "Recorded quotes (CSV) instead of a made-up market");
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
  CLI::App* add_question(const char* name, const char* description, Question question) {
    auto* command =
        add(app_, name, description, [this, question] { return ask(question, a_.place, a_.ask); });
    add_place(command);
    add_as_of(command);
    return command;
  }

  void add_questions() {
    add_question("orders", "Every order, how far it is and at what price", ask_orders);
    add_question("positions", "What is held, with its price and worth", ask_positions);
    add_question("pnl", "What was won and lost, and the fees", ask_pnl);
    add_question("refusals", "What was not done, and why", ask_refusals);
    auto* audit = add_question("audit", "Who did what, in plain words", ask_audit);
    add_text(audit, "ABOUT", a_.ask.about, "",
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
    add_number(events, "--from", a_.ask.from, "SEQ", "The first event to print");
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
