// The verbs that check a journal, and prove what is in it.
#include "deploy/command_line.hpp"

namespace fillwright {

void CommandLine::add_verify() {
  auto* verified =
      add(app_, "verify",
          "Prove that the journal is complete and unaltered, or name the first bad event", [this] {
            a_.verify.is_json = a_.ask.is_json;
            return verify_journal(a_.place, a_.verify);
          });
  add_place(verified);
  add_heads(verified, a_.verify.heads, "Signed heads: none may lie off the journal or behind it");
  add_key(verified, a_.verify.key);
}

void CommandLine::add_heads(CLI::App* command, std::string& file, const char* description) {
  add_text(command, "--heads", file, "FILE", description);
}

void CommandLine::add_key(CLI::App* command, std::string& key) {
  add_text(command, "--key", key, "PUB", "The public key that signed, or a file that holds it");
}

void CommandLine::add_prove() {
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

void CommandLine::add_keys() {
  auto* keys = app_.add_subcommand("keys", "The key that signs the journal's heads");
  keys->require_subcommand(1);
  auto* made = add(*keys, "new", "Make a signing key; prints the public key that belongs to it",
                   [this] { return make_keys(a_.key_file); });
  auto* printed = add(*keys, "public", "Print the public key of a signing key",
                      [this] { return print_public_key(a_.key_file); });
  for (auto* command : {made, printed})
    add_text(command, "FILE", a_.key_file, "", "The file of the signing key")->required();
}

void CommandLine::add_replay() {
  auto* replayed = add(app_, "replay", "Make a journal's decisions again, and compare", [this] {
    a_.replay.is_json = a_.ask.is_json;
    return fillwright::replay(a_.place, a_.replay);
  });
  replayed
      ->add_flag("--decisions", a_.replay.is_decisions,
                 "Feed the recorded inputs to the deciders, and name the first event that differs")
      ->required();
  add_place(replayed);
  add_text(replayed, "JOURNAL", a_.place.journal, "", "The same as --journal")
      ->excludes("--journal");
  add_number(replayed, "--from", a_.replay.from, "SEQ",
             "What differs before this event is not told");
}

void CommandLine::add_rebuild() {
  auto* rebuilt =
      add(app_, "rebuild",
          "Make what is derived from the journal afresh, compare it and put it in its place",
          [this] { return rebuild(a_.place, a_.names, a_.ask.is_json); });
  add_place(rebuilt);
  rebuilt->add_option("NAME", a_.names, "catalog, views (default: all)");
}

}  // namespace fillwright
