#include "deploy/prove_command.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "actors/journal/staged_journal.hpp"
#include "adapters/config/secret_files.hpp"
#include "adapters/heads/heads_file.hpp"
#include "adapters/rocksdb/rocks_block_store.hpp"
#include "adapters/sodium/key_files.hpp"
#include "deploy/terminal.hpp"
#include "events/any_event.hpp"
#include "events/json.hpp"
#include "replay/ask/event_line.hpp"
#include "replay/ask/plain_text.hpp"
#include "replay/ask/scope.hpp"
#include "replay/proof.hpp"

namespace fillwright {
namespace {

constexpr std::size_t longest_proof = 64 << 20;

std::string unknown_order(const JournalReader& journal, const std::string& order) {
  std::vector<std::string> known;
  for (std::uint32_t i = 1; i <= journal.stream_count(); ++i)
    if (const auto name = journal.stream_name(i); name.starts_with("order/"))
      known.push_back(name.substr(name.find('/') + 1));
  return unknown_id("order", order, known);
}

bool write_file(const std::string& path, const std::string& bytes) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << bytes;
  return static_cast<bool>(file.flush());
}

int make(const JournalPlace& place, const ProveOptions& options) {
  const auto folder = journal_folder(place);
  if (!folder) return fail(folder.error());
  // Before the journal: it is never behind a head that was there already.
  auto file = options.heads;
  if (file.empty()) {
    const auto configured = heads_file(place);
    if (!configured) return fail(configured.error());
    file = *configured;
  }
  const auto heads = read_heads(file);
  std::error_code error;
  if (!heads && std::filesystem::exists(file, error)) return fail(heads.error());
  if (!heads || heads->empty())
    return fail("heads file " + file + (heads ? " is empty" : " is not there") +
                ": nothing of this journal is signed yet. `fillwright keys new` makes a key; with "
                "secrets.signing_key_file in the configuration `run` and `backtest` sign");
  auto store = open_rocks_store_read_only(*folder);
  if (!store) return fail(store.error().what);
  const auto roots = (*store)->roots();
  if (!roots) return fail(roots.error().what);
  const auto journal = open_journal_reader(std::move(*store));
  if (!journal) return fail(to_text(journal.error()));
  const auto stream = "order/" + options.order;
  const auto events = (*journal)->version_of(stream);
  if (events == 0) return fail(unknown_order(**journal, options.order));
  const auto& head = heads->back();
  if (head.log_id != (*journal)->head().log_id)
    return fail("heads file " + file + " is of another journal than " + *folder);
  if (head.seq > (*journal)->durable())
    return fail("the journal ends at seq " + std::to_string((*journal)->durable()) +
                ", but its head was signed at seq " + std::to_string(head.seq) +
                ": durable events are missing");
  const auto proof = prove_order(**journal, *roots, options.order, head);
  if (!proof) return fail(proof.error());
  errno = 0;
  if (!write_file(options.output, proof_text(*proof)))
    return fail(options.output + " cannot be written: " + std::strerror(errno));
  Output out;
  out.add("proof of order " + safe_text(options.order) + ": " +
          std::to_string(proof->events.size()) + " events, signed at seq " +
          std::to_string(head.seq) + ", in " + options.output + "\n");
  if (const auto later = events - proof->events.size(); later > 0)
    out.add(std::to_string(later) + " later events of it are not signed yet\n");
  return out.end(exit_ok);
}

EventMeta meta_of(const Leaf& leaf) {
  EventMeta meta;
  meta.seq = leaf.seq;
  meta.stream_name = leaf.stream;
  meta.version = leaf.version;
  meta.event_time = leaf.event_time;
  meta.record_time = leaf.record_time;
  meta.correlation = leaf.correlation;
  meta.causation = leaf.causation;
  meta.principal = leaf.principal;
  return meta;
}

std::string checked_text(const OrderProof& proof, const std::vector<Leaf>& leaves) {
  std::string text;
  for (const auto& leaf : leaves) {
    const auto event = decode_event(leaf.type, leaf.payload);
    text += event_line(meta_of(leaf), event ? std::string(type_name(leaf.type)) + ' ' +
                                                  safe_text(event_json(*event))
                                            : "type " + std::to_string(leaf.type)) +
            "\n";
  }
  return text + "order " + safe_text(proof.order) + ": " + std::to_string(leaves.size()) +
         " events, versions 1 to " + std::to_string(leaves.size()) + ", lie in the journal " +
         std::to_string(proof.head.log_id) + " as it was signed at seq " +
         std::to_string(proof.head.seq) + " on " + time_text(proof.head.time) + " with the key " +
         to_hex(proof.head.key_id) + "\nOK\n";
}

std::string checked_json(const OrderProof& proof, const std::vector<Leaf>& leaves) {
  std::string text;
  JsonWriter w(text);
  w.begin_object();
  w.field("order", proof.order);
  w.field("is_ok", true);
  w.field("log_id", std::to_string(proof.head.log_id));
  w.field("head_seq", proof.head.seq);
  w.field("signed_at", proof.head.time);
  w.field("key", to_hex(proof.head.key_id));
  w.key("events");
  w.begin_array();
  for (const auto& leaf : leaves) {
    const auto event = decode_event(leaf.type, leaf.payload);
    if (event)
      write_event(w, meta_of(leaf), *event, {});
    else
      w.null();  // of a type that this version does not know
  }
  w.end_array();
  w.end_object();
  return text + "\n";
}

int check(const ProveOptions& options) {
  const auto refuse = [&](const std::string& why) {
    return fail("the proof " + options.check + " does not hold: " + why);
  };
  const auto key = load_public_key(options.key);
  if (!key) return fail(key.error());
  const auto text = read_small_file(options.check, longest_proof);
  if (!text) return fail("the proof " + options.check + ": " + text.error());
  const auto proof = parse_proof(*text);
  if (!proof) return refuse(proof.error());
  const auto leaves = check_proof(*proof, **key);
  if (!leaves) return refuse(leaves.error());
  Output out;
  out.add(options.is_json ? checked_json(*proof, *leaves) : checked_text(*proof, *leaves));
  return out.end(exit_ok);
}

}  // namespace

int prove(const JournalPlace& place, const ProveOptions& options) {
  const bool is_check = !options.check.empty();
  if (is_check == !options.order.empty()) {
    print_error("expected `prove ORDER -o FILE`, or `prove --check FILE --key PUB`");
    return exit_usage;
  }
  if (is_check && options.key.empty()) {
    print_error("--check needs --key PUB, the public key or a file that holds it");
    return exit_usage;
  }
  if (!is_check && options.output.empty()) {
    print_error("expected -o FILE, the file to write the proof into");
    return exit_usage;
  }
  return is_check ? check(options) : make(place, options);
}

}  // namespace fillwright
