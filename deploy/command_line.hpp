// The command line: every verb with its options, each handed to its command. Only these files
// include CLI11.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>
#include <vector>

#include "deploy/alerts_command.hpp"
#include "deploy/ask_command.hpp"
#include "deploy/backtest_command.hpp"
#include "deploy/config_command.hpp"
#include "deploy/keys_command.hpp"
#include "deploy/operator_command.hpp"
#include "deploy/project_command.hpp"
#include "deploy/prove_command.hpp"
#include "deploy/rebuild_command.hpp"
#include "deploy/relay_command.hpp"
#include "deploy/replay_command.hpp"
#include "deploy/run_command.hpp"
#include "deploy/schema_command.hpp"
#include "deploy/simulate_command.hpp"
#include "deploy/tape_command.hpp"
#include "deploy/verify_command.hpp"
#include "deploy/what_if_command.hpp"

namespace fillwright {

// What the verbs are called with; CLI11 writes into it while it parses.
struct Arguments {
  RunOptions run;
  JournalPlace place;
  AskOptions ask;
  std::string as_of;
  std::vector<std::string> names;  // of what is to be rebuilt
  EventsOptions events;
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
  ProjectOptions project;
  TapeImportOptions tape_import;
  TapeInfoOptions tape_info;
  TapeRecordOptions tape_record;
  std::string schema_folder = "schemas";
  std::string config_file;
  bool is_live_confirmed = false;
};

// The verb that was given, to be called once everything is parsed.
using Verb = std::function<int()>;

class CommandLine {
 public:
  CommandLine();
  // Parses, and does what was asked for. Returns the process's exit code.
  int run(int argc, char** argv);

 private:
  // The word that should have been a verb and is none: "bogus", "alerts bogus"; else nothing.
  std::string unknown_verb(const std::vector<std::string>& words);
  int refuse(const std::vector<std::string>& words, const std::string& why);
  CLI::App* add(CLI::App& parent, const char* name, const char* description, Verb verb);
  // An option whose text must not be empty: an unset shell variable is a mistake, not a default.
  static CLI::Option* add_text(CLI::App* command, const char* names, std::string& text,
                               const char* type, const char* description);

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

  // What both ways of making a tape take: of what, to where, and how to tell it.
  template <class Options>
  static void add_making(CLI::App* command, Options& options, std::vector<std::string>& of,
                         const char* name, const char* description) {
    command->add_option(name, of, description)->type_name("")->required();
    add_text(command, "-o,--output", options.output, "FILE", "The tape, a new file")->required();
    command->add_flag("--json", options.is_json, "JSON instead of text for people");
  }

  // command_line_service.cpp: the verbs that trade: on paper, as a test of recorded days, and what
  // asks a running service for something
  void add_service();
  void add_backtest();
  void add_what_if();
  void add_simulate();
  // A verb that asks for something to be done. `complete` puts into the request what was given.
  CLI::App* add_operation(const char* name, const char* description,
                          std::function<void(OperatorAsked&)> complete);
  CLI::Option* add_which(CLI::App* command, const char* name, const char* description);
  void add_operator();

  // command_line_questions.cpp: the verbs that ask a journal
  // What every verb that asks a journal takes.
  void add_place(CLI::App* command);
  CLI::Option* add_as_of(CLI::App* command);
  CLI::App* add_question(const char* name, const char* description, const Question& question);
  CLI::Option* add_about(CLI::App* command, const char* name, const char* description);
  void add_page(CLI::App* command, const char* from, const char* limit);
  void add_questions();
  void add_events();
  void add_explain();

  // command_line_checks.cpp: the verbs that check a journal, and prove what is in it
  void add_verify();
  void add_heads(CLI::App* command, std::string& file, const char* description);
  void add_key(CLI::App* command, std::string& key);
  void add_prove();
  void add_keys();
  void add_replay();
  void add_rebuild();

  // command_line_kafka.cpp: the verbs that publish a journal
  void add_kafka();

  // command_line_files.cpp: the verbs about files: messages, tapes, schemas, the configuration
  void add_alerts();
  void add_tape();
  void add_schema();
  void add_config();

  CLI::App app_{"Fillwright turns alerts into worked, explained, replayable paper trades.",
                "fillwright"};
  Arguments a_;
  Verb verb_;
};

}  // namespace fillwright
