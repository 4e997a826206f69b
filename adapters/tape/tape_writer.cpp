#include "adapters/tape/tape_writer.hpp"

#include <cassert>
#include <system_error>

#include "actors/journal/checksums.hpp"

namespace fillwright::tape {
namespace {

std::filesystem::path unfinished(const std::filesystem::path& path) {
  return path.string() + ".part";
}

}  // namespace

tl::expected<TapeWriter, std::string> TapeWriter::create(const std::filesystem::path& path,
                                                         const Origin& origin) {
  auto bytes = TapeBytes::create(unfinished(path));
  if (!bytes) return tl::unexpected(bytes.error());
  TapeWriter writer;
  writer.path_ = path;
  writer.bytes_ = std::make_unique<TapeBytes>(std::move(*bytes));
  if (auto written = writer.bytes_->append(encode_header(origin)); !written)
    return tl::unexpected(written.error());
  return writer;
}

TapeWriter::~TapeWriter() {
  if (!bytes_) return;
  std::error_code ignored;  // it is only in the way
  std::filesystem::remove(unfinished(path_), ignored);
}

Written TapeWriter::append(const Row& row) {
  assert(quotes_ == 0 || row.quote.time >= latest_);
  rows_.push_back(row);
  latest_ = row.quote.time;
  ++quotes_;
  if (row.place >= lists_.size()) lists_.resize(row.place + 1);
  auto& list = lists_[row.place];
  if (list.quotes++ == 0) list.first = row.quote.time;
  list.last = row.quote.time;
  return rows_.size() < most_quotes_a_block ? Written{} : flush();
}

void TapeWriter::close_run(List& list) {
  if (list.run_end == list.run_begin) return;
  wire::Writer to(list.runs);
  to.varint(list.run_begin - list.written_end);
  to.varint(list.run_end - list.run_begin);
  list.written_end = list.run_end;
}

Written TapeWriter::flush() {
  if (rows_.empty()) return {};
  buffer_.assign(frame_size, '\0');
  encoder_.encode(rows_, buffer_);
  const auto payload = std::string_view(buffer_).substr(frame_size);
  std::string frame;
  wire::Writer to(frame);
  to.fixed32(static_cast<std::uint32_t>(payload.size()));
  to.fixed32(crc32c(payload));
  buffer_.replace(0, frame_size, frame);

  const auto number = static_cast<std::uint32_t>(blocks_.size());
  blocks_.push_back({bytes_->size(), static_cast<std::uint32_t>(buffer_.size() - frame_size),
                     static_cast<std::uint32_t>(rows_.size()), rows_.front().quote.time,
                     rows_.back().quote.time});
  for (const auto place : encoder_.places()) {
    auto& list = lists_[place];
    if (list.run_end != number) {
      close_run(list);
      list.run_begin = number;
    }
    list.run_end = number + 1;
  }
  rows_.clear();
  return bytes_->append(buffer_);
}

Written TapeWriter::finish(const std::vector<Terms>& terms,
                           const std::array<std::uint64_t, tape_fault_kinds>& faults) {
  assert(terms.size() >= lists_.size());
  if (auto written = flush(); !written) return written;
  lists_.resize(terms.size());
  Contents contents;
  contents.faults = faults;
  contents.blocks = std::move(blocks_);
  for (std::size_t place = 0; place < terms.size(); ++place) {
    auto& list = lists_[place];
    close_run(list);
    contents.instruments.push_back(
        {terms[place], list.quotes, list.first, list.last, list.runs.size(), crc32c(list.runs)});
    if (auto written = bytes_->append(list.runs); !written) return written;
  }
  const auto footer = encode_footer(contents);
  if (footer.size() > UINT32_MAX)
    return tl::make_unexpected("the tape's index is larger than 4 GiB");
  const Trailer trailer{bytes_->size(), static_cast<std::uint32_t>(footer.size()), crc32c(footer)};
  if (auto written = bytes_->append(footer + encode_trailer(trailer)); !written) return written;
  if (auto synced = bytes_->sync(); !synced) return synced;
  std::error_code error;
  std::filesystem::rename(unfinished(path_), path_, error);
  if (error) return tl::unexpected("cannot write " + path_.string() + ": " + error.message());
  bytes_.reset();
  return {};
}

}  // namespace fillwright::tape
