// The verbs that trade: on paper, as a test of recorded days, and what asks a running service for
// something.
#include "deploy/command_line.hpp"

namespace fillwright {

void CommandLine::add_service() {
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
  run->add_flag("--live", a_.run.is_live_confirmed, "Confirm a configuration that says mode live");
  run->add_flag("--plain", a_.run.is_plain, "No status line, even on a terminal");
  for (auto* command : {demo, run}) {
    add_text(command, "--data", a_.run.data, "DIR",
             "Folder with alerts.jsonl, quotes.csv, fillwright.toml");
    add_text(command, "--journal", a_.run.journal, "DIR", "The journal's folder");
    add_number(command, "--speed", a_.run.speed, "N", "How fast time runs; 0: as fast as it goes");
  }
}

void CommandLine::add_backtest() {
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

void CommandLine::add_what_if() {
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

void CommandLine::add_simulate() {
  auto* simulate = add(app_, "simulate", "Trade made-up stories while everything goes wrong",
                       [this] { return fillwright::simulate(a_.simulation); });
  add_number(simulate, "--seed", a_.simulation.seed, "S", "Of the first story")
      ->capture_default_str();
  add_number(simulate, "--runs", a_.simulation.runs, "N", "How many stories, one a seed")
      ->capture_default_str();
  simulate->add_flag("--json", a_.simulation.is_json, "One JSON object");
}

CLI::App* CommandLine::add_operation(const char* name, const char* description,
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

CLI::Option* CommandLine::add_which(CLI::App* command, const char* name, const char* description) {
  return add_text(command, name, a_.which, "", description)->required();
}

void CommandLine::add_operator() {
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
  auto* kill = add_operation("kill", "The kill switch: nothing but cancels is sent while it is on",
                             [this](OperatorAsked& request) {
                               request.action =
                                   a_.which == "on" ? Action::kill_on : Action::kill_off;
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

}  // namespace fillwright
