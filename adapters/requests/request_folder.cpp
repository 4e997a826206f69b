#include "adapters/requests/request_folder.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>

#include "adapters/requests/request_json.hpp"

namespace fillwright {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view suffix = ".json";
constexpr std::size_t longest_file = 16 << 10;  // a request is far smaller

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  int get() const { return number_; }
  bool is_open() const { return number_ >= 0; }

 private:
  int number_;
};

std::string system_error() { return std::strerror(errno); }

// What is wrong with the folder; empty when it is ours alone.
std::string problem_of_folder(const struct stat& status) {
  if (!S_ISDIR(status.st_mode)) return "is no folder";
  if (status.st_uid != ::geteuid()) return "belongs to another user";
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    return "is open to other users; expected mode 0700";
  return "";
}

std::string problem_of_file(const struct stat& status) {
  if (!S_ISREG(status.st_mode)) return "is no regular file";
  if (status.st_uid != ::geteuid()) return "belongs to another user";
  if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0) return "may be written by other users";
  if (static_cast<std::uint64_t>(status.st_size) > longest_file) return "is longer than 16 KiB";
  return "";
}

FoundRequest read_file(const fs::path& path) {
  FoundRequest found{path, std::nullopt, ""};
  // Neither a link nor a pipe without a writer may lead or hold us elsewhere.
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  struct stat status = {};
  if (!file.is_open() || ::fstat(file.get(), &status) != 0) {
    found.problem = "cannot be opened: " + system_error();
    return found;
  }
  found.problem = problem_of_file(status);
  if (!found.problem.empty()) return found;
  std::string bytes(longest_file, '\0');
  const auto size = ::read(file.get(), bytes.data(), bytes.size());
  if (size < 0) {
    found.problem = "cannot be read: " + system_error();
    return found;
  }
  auto request = read_request(std::string_view(bytes).substr(0, static_cast<std::size_t>(size)));
  if (request)
    found.request = std::move(*request);
  else
    found.problem = request.error();
  return found;
}

bool write_synced(const fs::path& path, std::string_view text) {
  const Descriptor file(
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
  return file.is_open() &&
         ::write(file.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
         ::fsync(file.get()) == 0;
}

bool sync_folder(const fs::path& path) {
  const Descriptor folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return folder.is_open() && ::fsync(folder.get()) == 0;
}

}  // namespace

fs::path request_folder_of(const fs::path& journal) {
  auto text = journal.string();
  while (text.size() > 1 && text.back() == '/') text.pop_back();
  return text + ".requests";
}

tl::expected<void, std::string> put_request(const fs::path& folder, const OperatorAsked& request) {
  const auto wrong = [](const fs::path& path, const std::string& why) {
    return tl::unexpected(path.string() + " " + why);
  };
  if (auto what = check_request(request); !what.empty()) return tl::unexpected(std::move(what));
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
    return wrong(folder, "cannot be made: " + system_error());
  struct stat status = {};
  if (::lstat(folder.c_str(), &status) != 0) return wrong(folder, system_error());
  if (const auto why = problem_of_folder(status); !why.empty()) return wrong(folder, why);
  // Until it is whole its name is none that is looked for.
  const auto part = folder / ("." + request.request_id + ".part");
  const auto file = folder / (request.request_id + std::string(suffix));
  if (!write_synced(part, request_json(request)) || ::rename(part.c_str(), file.c_str()) != 0 ||
      !sync_folder(folder))
    return wrong(file, "cannot be written: " + system_error());
  return {};
}

std::vector<FoundRequest> RequestFolder::look() {
  std::vector<FoundRequest> found;
  struct stat status = {};
  if (::lstat(folder_.c_str(), &status) != 0) return found;
  if (const auto problem = problem_of_folder(status); !problem.empty()) {
    if (problem != told_) found.push_back({{}, std::nullopt, problem});
    told_ = problem;
    return found;
  }
  told_.clear();
  std::unique_ptr<DIR, int (*)(DIR*)> folder(::opendir(folder_.c_str()), ::closedir);
  if (!folder) return found;
  std::vector<std::string> names;
  while (const auto* entry = ::readdir(folder.get())) {
    const std::string_view name = entry->d_name;
    if (name.ends_with(suffix) && !name.starts_with('.')) names.emplace_back(name);
  }
  std::sort(names.begin(), names.end());
  for (const auto& name : names) found.push_back(read_file(folder_ / name));
  return found;
}

void RequestFolder::take_away(const FoundRequest& found) const { ::unlink(found.file.c_str()); }

void RequestFolder::set_aside(const FoundRequest& found) const {
  if (found.file.empty()) return;
  const auto aside = found.file.string() + ".refused";
  if (::rename(found.file.c_str(), aside.c_str()) != 0) ::unlink(found.file.c_str());
}

}  // namespace fillwright
