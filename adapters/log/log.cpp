#include "adapters/log/log.hpp"

#include <fcntl.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <exception>

#include "adapters/config/mask.hpp"
#include "events/json_writer.hpp"

namespace fillwright {
namespace {

constexpr std::array<const char*, 4> level_names = {"debug", "info", "warning", "error"};

spdlog::level::level_enum to_spdlog(LogLevel level) {
  switch (level) {
    case LogLevel::debug:
      return spdlog::level::debug;
    case LogLevel::info:
      return spdlog::level::info;
    case LogLevel::warning:
      return spdlog::level::warn;
    case LogLevel::error:
      break;
  }
  return spdlog::level::err;
}

const char* name_of(LogLevel level) {
  return level_names[std::min<std::size_t>(static_cast<std::size_t>(level), 3)];
}

std::string now_text() {
  using namespace std::chrono;
  return to_text(
      Timestamp{duration_cast<nanoseconds>(system_clock::now().time_since_epoch()).count()});
}

// One line on a terminal: what a text says must not move the cursor or begin another line.
std::string on_one_line(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string line;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte != 0x7f) {
      line += c;
    } else {
      line += "\\x";
      line += digits[byte >> 4];
      line += digits[byte & 15];
    }
  }
  return line;
}

// Created before spdlog opens it, so that nobody else may read it.
bool create_owner_only(const std::string& file) {
  const int descriptor = ::open(file.c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
  if (descriptor < 0) return false;
  ::close(descriptor);
  return true;
}

}  // namespace

struct Log::Sinks {
  LogLevel level = LogLevel::info;
  std::shared_ptr<spdlog::logger> file;
  std::shared_ptr<spdlog::logger> terminal;
};

Log::Log(std::unique_ptr<Sinks> sinks) : sinks_(std::move(sinks)) {}
Log::~Log() { flush(); }

tl::expected<std::unique_ptr<Log>, std::string> Log::open(const LogSettings& settings) {
  auto sinks = std::make_unique<Sinks>();
  sinks->level = settings.level;
  const auto make = [](const char* name, spdlog::sink_ptr sink) {
    auto logger = std::make_shared<spdlog::logger>(name, std::move(sink));
    logger->set_formatter(std::make_unique<spdlog::pattern_formatter>("%v"));
    logger->set_level(spdlog::level::trace);  // we have chosen already
    logger->flush_on(spdlog::level::warn);
    return logger;
  };
  try {
    if (!settings.file.empty()) {
      if (!create_owner_only(settings.file))
        return tl::unexpected("log file \"" + settings.file + "\" cannot be written");
      spdlog::file_event_handlers handlers;
      handlers.before_open = [](const spdlog::filename_t& file) { create_owner_only(file); };
      sinks->file =
          make("file", std::make_shared<spdlog::sinks::rotating_file_sink_mt>(
                           settings.file, settings.max_bytes, settings.max_files, false, handlers));
    }
    if (settings.is_on_terminal)
      sinks->terminal = make("terminal", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  } catch (const std::exception& error) {
    return tl::unexpected("log file \"" + settings.file + "\": " + error.what());
  }
  return std::unique_ptr<Log>(new Log(std::move(sinks)));
}

void Log::write(LogLevel level, std::string_view message, const LogIds& ids,
                const std::vector<LogField>& fields) noexcept {
  if (level < sinks_->level) return;
  try {
    const auto time = now_text();
    const auto masked = mask_secrets(message);
    if (sinks_->file) {
      std::string line;
      JsonWriter json(line);
      json.begin_object();
      json.field("time", time);
      json.field("level", name_of(level));
      json.field("message", masked);
      if (!ids.correlation.empty()) json.field("correlation", mask_secrets(ids.correlation));
      if (!ids.stream.empty()) json.field("stream", mask_secrets(ids.stream));
      if (ids.seq != 0) json.field("seq", ids.seq);
      for (const auto& [name, value] : fields) json.field(name, mask_secrets(value));
      json.end_object();
      sinks_->file->log(to_spdlog(level), spdlog::string_view_t(line));
    }
    if (sinks_->terminal) {
      auto line = time.substr(0, 19) + "Z " + name_of(level) + ' ' + masked;
      for (const auto& [name, value] : fields)
        line.append(" ").append(name).append("=").append(mask_secrets(value));
      if (!ids.stream.empty()) line.append(" [").append(ids.stream).append("]");
      sinks_->terminal->log(to_spdlog(level), spdlog::string_view_t(on_one_line(line)));
    }
  } catch (const std::exception&) {  // out of memory, or the library's own: the line is lost
  }
}

void Log::flush() noexcept {
  try {
    if (sinks_->file) sinks_->file->flush();
    if (sinks_->terminal) sinks_->terminal->flush();
  } catch (const std::exception&) {
  }
}

}  // namespace fillwright
