// The verbs that ask a journal.
#include "deploy/command_line.hpp"
#include "replay/views/questions.hpp"

namespace fillwright {

void CommandLine::add_place(CLI::App* command) {
  add_text(command, "--journal", a_.place.journal, "DIR",
           "The journal's folder (default: as configured, or \"journal\")");
  add_text(command, "--config", a_.place.config, "FILE",
           "Configuration that names the journal's folder");
  command->add_flag("--json", a_.ask.is_json, "JSON instead of text for people");
}

CLI::Option* CommandLine::add_as_of(CLI::App* command) {
  return add_text(command, "--as-of", a_.as_of, "SEQ|TIME",
                  "As it was after this event, or at this time (2026-11-20T14:30:00Z)");
}

CLI::App* CommandLine::add_question(const char* name, const char* description,
                                    const Question& question) {
  auto* command =
      add(app_, name, description, [this, question] { return ask(question, a_.place, a_.ask); });
  add_place(command);
  add_as_of(command);
  return command;
}

CLI::Option* CommandLine::add_about(CLI::App* command, const char* name, const char* description) {
  return add_text(command, name, a_.ask.about, "", description);
}

void CommandLine::add_page(CLI::App* command, const char* from, const char* limit) {
  add_number(command, "--from", a_.ask.from, "SEQ", from);
  add_number(command, "--limit", a_.ask.limit, "N", limit);
}

void CommandLine::add_questions() {
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

void CommandLine::add_events() {
  auto* events = add(app_, "events", "The journal line by line",
                     [this] { return print_events(a_.place, a_.ask, a_.events); });
  add_place(events);
  auto* as_of = add_as_of(events);
  add_text(events, "--stream", a_.ask.stream, "NAME",
           "Only this stream (order/w1-1) or kind of stream (order)");
  add_text(events, "--type", a_.ask.type, "NAME", "Only events of this type (OrderFilled)");
  add_page(events, "The first event to print", "So many at most");
  events
      ->add_flag("--follow", a_.events.is_followed,
                 "Go on as the journal grows, until SIGINT; with --json one object a line")
      ->excludes(as_of);
  auto* cloud_events =
      events
          ->add_flag("--cloud-events", a_.events.is_cloud_events,
                     "As they are published: one CloudEvent a line, secrets masked")
          ->excludes(events->get_option("--json"));
  add_text(events, "--author-key", a_.events.author_key, "FILE",
           "Hash callers' ids under the key in this file, which is its owner's alone")
      ->needs(cloud_events);
}

void CommandLine::add_explain() {
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

}  // namespace fillwright
