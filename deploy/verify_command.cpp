#include "deploy/verify_command.hpp"

#include "actors/journal/checksums.hpp"
#include "adapters/heads/heads_file.hpp"
#include "adapters/rocksdb/rocks_block_store.hpp"
#include "adapters/sodium/key_files.hpp"
#include "deploy/isolated.hpp"
#include "deploy/terminal.hpp"
#include "events/json_writer.hpp"
#include "replay/verify.hpp"

namespace fillwright {
namespace {

std::string found_text(const std::string& folder, const Verified& found) {
  const auto row = [](const char* name, std::uint64_t count) {
    return name + std::to_string(count) + "\n";
  };
  return "journal  " + folder + "\n" + row("events   ", found.events) +
         row("blocks   ", found.blocks) + row("streams  ", found.streams) +
         row("keys     ", found.keys) + row("bytes    ", found.bytes) +
         (found.heads > 0 ? row("signed   ", found.heads) : "") +
         row("epoch    ", found.head.epoch) + "head     seq " + std::to_string(found.head.seq) +
         ", SHA-256 " + to_hex(found.head.hash) + "\nOK\n";
}

std::string found_json(const std::string& folder, const Verified& found) {
  std::string out;
  JsonWriter w(out);
  w.begin_object();
  w.field("journal", folder);
  w.field("is_ok", true);
  w.field("events", found.events);
  w.field("blocks", found.blocks);
  w.field("streams", found.streams);
  w.field("keys", found.keys);
  w.field("bytes", found.bytes);
  w.field("signed_heads", found.heads);
  w.field("epoch", found.head.epoch);
  w.field("log_id", std::to_string(found.head.log_id));  // more than a double holds
  w.field("head_seq", found.head.seq);
  w.field("head_hash", to_hex(found.head.hash));
  w.end_object();
  return out + "\n";
}

int tell_fault(const std::string& folder, const JournalFault& fault, bool is_json) {
  if (is_json) {
    std::string text;
    JsonWriter w(text);
    w.begin_object();
    w.field("journal", folder);
    w.field("is_ok", false);
    w.field("bad_seq", fault.seq);
    w.field("what", fault.what);
    w.end_object();
    Output out;
    out.add(text + "\n");
  }
  return fail(fault.seq == 0 ? fault.what : "journal " + folder + " is bad from " + to_text(fault));
}

// The heads with which the journal is compared, each with a right signature.
tl::expected<std::vector<SignedHead>, std::string> load_heads(const VerifyCommandOptions& options) {
  if (options.heads.empty()) return std::vector<SignedHead>();
  const auto key = load_public_key(options.key);
  if (!key) return tl::unexpected(key.error());
  auto heads = read_heads(options.heads);
  if (!heads) return heads;
  if (heads->empty()) return tl::unexpected("heads file " + options.heads + " is empty");
  for (const auto& head : *heads)
    if (const auto problem = signature_problem(head, **key); !problem.empty())
      return tl::unexpected("heads file " + options.heads + ": " + problem);
  return heads;
}

int verify_folder(const std::string& folder, std::vector<SignedHead> heads, bool is_json) {
  const auto store = open_rocks_store_read_only(folder);
  if (!store) return tell_fault(folder, store.error(), is_json);
  const auto found = verify(**store, {std::move(heads), {}});
  if (!found) return tell_fault(folder, found.error(), is_json);
  Output out;
  out.add(is_json ? found_json(folder, *found) : found_text(folder, *found));
  return out.end(exit_ok);
}

}  // namespace

int verify_journal(const JournalPlace& place, const VerifyCommandOptions& options) {
  if (options.heads.empty() != options.key.empty()) {
    print_error("--heads FILE and --key PUB belong together");
    return exit_usage;
  }
  const auto folder = journal_folder(place);
  if (!folder) return fail(folder.error());
  // Before the journal is looked at: a running service signs on.
  auto heads = load_heads(options);
  if (!heads) return fail(heads.error());
  const auto code = run_isolated([&] { return verify_folder(*folder, *heads, options.is_json); });
  if (code) return *code;
  return tell_fault(*folder,
                    {0, "journal " + *folder +
                            " is damaged so that RocksDB cannot even say how: it gave up on one "
                            "of the files in " +
                            *folder + "/db"},
                    options.is_json);
}

}  // namespace fillwright
