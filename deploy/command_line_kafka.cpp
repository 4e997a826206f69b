// The verbs that publish a journal.
#include "deploy/command_line.hpp"

namespace fillwright {

void CommandLine::add_kafka() {
  auto* relay =
      app_.add_subcommand("relay", "Publish the journal to Kafka, also while it is written");
  auto* status = relay->add_subcommand("status", "How far the relay is, by Kafka's word");
  for (auto* command : {relay, status}) {
    add_text(command, "--journal", a_.place.journal, "DIR",
             "The journal's folder (default: as configured, or \"journal\")");
    add_text(command, "--config", a_.place.config, "FILE", "Configuration with [kafka] (TOML)");
  }
  status->add_flag("--json", a_.ask.is_json, "JSON instead of text for people");
  relay->callback([this, status] {
    const bool is_status = status->parsed();
    verb_ = [this, is_status] {
      return is_status ? print_relay_status(a_.place, a_.ask.is_json) : run_relay(a_.place);
    };
  });
  auto* project = add(app_, "project", "Take a published journal in, to ask it here",
                      [this] { return run_project(a_.project); });
  project->add_option("--from", a_.project.from, "Where its events are: kafka")
      ->required()
      ->check(CLI::IsMember({"kafka"}))
      ->type_name("WHERE");
  add_text(project, "--into", a_.project.folder, "DIR",
           "Folder of its own; begun anew or gone on with (default: projected)");
  add_text(project, "--config", a_.project.config, "FILE", "Configuration with [kafka] (TOML)");
  project->add_option("--log-id", a_.project.log_id, "Of several journals in one topic, this one")
      ->type_name("N");
  project->add_flag("--follow", a_.project.is_following, "Go on until it is stopped");
  project->add_flag("--json", a_.project.is_json, "JSON instead of text for people");
  auto* kafka = app_.add_subcommand("kafka", "The topics that the journal is published to");
  kafka->require_subcommand(1);
  auto* ensure = add(*kafka, "ensure", "Create the topics that are missing, and check the others",
                     [this] { return ensure_kafka(a_.place.config, a_.ask.is_json); });
  add_text(ensure, "--config", a_.place.config, "FILE", "Configuration with [kafka] (TOML)");
  ensure->add_flag("--json", a_.ask.is_json, "JSON instead of text for people");
}

}  // namespace fillwright
