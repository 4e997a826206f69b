// Which journal a verb asks, and how it is opened for reading.
#pragma once

#include <memory>
#include <string>
#include <tl/expected.hpp>

#include "actors/ports/journal.hpp"

namespace fillwright {

struct JournalPlace {
  std::string journal;  // folder; empty: as configured
  std::string config;   // TOML file; empty: defaults and environment
};

// The folder meant. The error names the first mistake of the configuration.
tl::expected<std::string, std::string> journal_folder(const JournalPlace& place);

// The file of a journal's signed heads: in `heads_folder`, or beside it when that is empty.
std::string heads_file_of(const std::string& journal, const std::string& heads_folder);
// Of the journal meant, as configured.
tl::expected<std::string, std::string> heads_file(const JournalPlace& place);

// "seq 7: …", or what is wrong with the store as a whole.
std::string to_text(const JournalFault& fault);

// Where a folder keeps what `project` has taken in; such a folder is asked as a journal is.
std::string fed_rows_folder(const std::string& folder);

// Opens it beside whatever process writes it. Creates nothing.
tl::expected<std::unique_ptr<JournalReader>, std::string> open_journal_place(
    const JournalPlace& place);

}  // namespace fillwright
