#include "deploy/keys_command.hpp"

#include "adapters/sodium/key_files.hpp"
#include "deploy/terminal.hpp"

namespace fillwright {
namespace {

int print(const tl::expected<std::string, std::string>& public_key) {
  if (!public_key) return fail(public_key.error());
  Output out;
  out.add(*public_key + "\n");
  return out.end(exit_ok);
}

}  // namespace

int make_keys(const std::string& file) { return print(create_signing_key_file(file)); }
int print_public_key(const std::string& file) { return print(public_key_of_file(file)); }

}  // namespace fillwright
