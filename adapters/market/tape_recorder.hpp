// Keeps the quotes of what we trade, as a tape that the feed reads back: so that what was traded
// live can be told and traded again.
#pragma once

#include <filesystem>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "actors/domain/instrument/instruments.hpp"

namespace fillwright {

// Whoever has a working order or a position in an instrument holds it; quotes of held instruments
// are recorded. Threads: the loop's only.
class TapeRecorder {
 public:
  // Appends to `file`; a new one gets the header line. Half a line that a crash left at its end is
  // cut off. `instruments` must outlive it.
  static tl::expected<TapeRecorder, std::string> open(const std::filesystem::path& file,
                                                      const Instruments& instruments);
  TapeRecorder(TapeRecorder&& other) noexcept;
  TapeRecorder& operator=(TapeRecorder&& other) noexcept;
  ~TapeRecorder();  // flushes

  // Counted: recorded until released as often as held. A spread holds its legs.
  void hold(InstrumentId instrument) { count(instrument, 1); }
  void release(InstrumentId instrument) { count(instrument, -1); }
  // A quote older than the last one recorded is left out, for a tape's times never go back.
  void on_quote(InstrumentId instrument, const Quote& quote);
  // Writes what has gathered; call it once a turn of the loop. False when the file does not take
  // it: then it is kept and tried again, up to a bound, after which the oldest is lost and counted.
  bool flush();
  std::uint64_t lost_bytes() const { return lost_bytes_; }

 private:
  TapeRecorder() = default;
  void count(InstrumentId instrument, std::int64_t change);

  const Instruments* instruments_ = nullptr;
  int file_ = -1;
  std::vector<std::int64_t> held_;  // by InstrumentId
  std::string buffer_;
  Timestamp latest_;
  std::uint64_t lost_bytes_ = 0;
};

}  // namespace fillwright
