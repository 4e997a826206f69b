#include "adapters/alerts/alert_stream.hpp"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "adapters/alerts/alert_record.hpp"

namespace fillwright {

AlertStream::AlertStream(int descriptor, std::string source)
    : descriptor_(descriptor), source_(std::move(source)) {}

void AlertStream::take(const LineCutter::Line& line, Timestamp now,
                       std::vector<AlertInput>& inputs) const {
  if (line.is_too_long) {
    inputs.push_back(
        {now, InputRefused{source_, line.number, "longer than 1 MiB: passed over", now}});
  } else if (line.text.find_first_not_of(" \t") != std::string_view::npos) {
    inputs.push_back(read_typed_alert({line.text, source_, line.number, now}));
  }
}

std::vector<AlertInput> AlertStream::poll(Timestamp now) {
  std::vector<AlertInput> inputs;
  pollfd ready = {descriptor_, POLLIN, 0};
  if (is_over_ || ::poll(&ready, 1, 0) <= 0) return inputs;

  std::array<char, 64 << 10> bytes{};
  const auto count = ::read(descriptor_, bytes.data(), bytes.size());
  if (count < 0 && (errno == EINTR || errno == EAGAIN)) return inputs;
  const auto take_line = [&](const auto& line) { take(line, now, inputs); };
  if (count > 0) {
    lines_.add({bytes.data(), static_cast<std::size_t>(count)}, take_line);
    return inputs;
  }
  if (count < 0) {
    const auto what = "cannot be read: " + std::string(std::strerror(errno));
    inputs.push_back({now, InputRefused{source_, lines_.lines(), what, now}});
  }
  is_over_ = true;
  lines_.finish(take_line);
  return inputs;
}

}  // namespace fillwright
