#include "deploy/command_line.hpp"

#include <algorithm>
#include <iostream>

#include "deploy/terminal.hpp"

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
            5 another relay has taken over the journal (relay);
            74 the journal could not be written, so the service had to stop.
docs/operating.md explains every verb.)";

}  // namespace

CommandLine::CommandLine() {
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
  add_kafka();
  add_schema();
}

int CommandLine::run(int argc, char** argv) {
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

std::string CommandLine::unknown_verb(const std::vector<std::string>& words) {
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

int CommandLine::refuse(const std::vector<std::string>& words, const std::string& why) {
  const auto unknown = unknown_verb(words);
  print_error(unknown.empty() ? why : "there is no verb \"" + unknown + "\"");
  const auto given = app_.get_subcommands();
  std::cerr << "See: fillwright " << (given.empty() ? "" : given[0]->get_name() + " ")
            << "--help\n";
  return exit_usage;
}

CLI::App* CommandLine::add(CLI::App& parent, const char* name, const char* description, Verb verb) {
  auto* command = parent.add_subcommand(name, description);
  command->callback([this, verb = std::move(verb)] { verb_ = verb; });
  return command;
}

CLI::Option* CommandLine::add_text(CLI::App* command, const char* names, std::string& text,
                                   const char* type, const char* description) {
  return command->add_option(names, text, description)->type_name(type)->check([](auto& given) {
    return given.empty() ? std::string("an empty text was given") : std::string();
  });
}

}  // namespace fillwright
