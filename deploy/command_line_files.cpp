// The verbs about files: messages, tapes, schemas, the configuration.
#include "deploy/command_line.hpp"

namespace fillwright {

void CommandLine::add_alerts() {
  auto* alerts = app_.add_subcommand("alerts", "What the parser makes of texts");
  alerts->require_subcommand(1);
  auto* parse = add(*alerts, "parse", "Parse JSON lines with `text`, a line of JSON for each",
                    [this] { return parse_alerts(a_.alerts); });
  parse->add_flag("--free-text", a_.alerts.is_free_text, "Read free text, not only the grammar");
  add_text(parse, "--now", a_.alerts.now, "TIME", "When the texts were said (default: the clock)");
  add_text(parse, "FILE", a_.alerts.file, "", "JSON lines; - is standard input")->required();
}

void CommandLine::add_tape() {
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

void CommandLine::add_schema() {
  auto* schema = app_.add_subcommand("schema", "What is published, for those who read it");
  schema->require_subcommand(1);
  auto* exported =
      add(*schema, "export", "Write the JSON Schemas of all that is published, and asyncapi.json",
          [this] { return export_schemas(a_.schema_folder); });
  add_text(exported, "-o,--output", a_.schema_folder, "DIR", "The folder")->capture_default_str();
}

void CommandLine::add_config() {
  auto* config = app_.add_subcommand("config", "The configuration");
  config->require_subcommand(1);
  auto* check = add(*config, "check", "Name every mistake with its line and what was expected",
                    [this] { return check_configuration(a_.config_file, a_.is_live_confirmed); });
  add_text(check, "FILE", a_.config_file, "", "TOML (default: defaults and environment alone)");
  check->add_flag("--live", a_.is_live_confirmed, "As `run --live` would read it");
  add(*config, "example", "Print every value explained", print_example_configuration);
}

}  // namespace fillwright
