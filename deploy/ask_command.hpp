// The verbs that ask a journal and print the answer: orders, positions, pnl, refusals, audit,
// events, explain. They read beside a running service and write nothing but what is asked for.
// All return the process's exit code.
#pragma once

#include <string>

#include "deploy/journal_place.hpp"
#include "replay/ask/ask.hpp"
#include "replay/views/views.hpp"

namespace fillwright {

struct Question {
  Answer (*of_journal)(const JournalReader& journal, const AskOptions& options);
  // The same answer by views; null: there is none.
  Answer (*by_views)(const Views& views, const AskOptions& options) = nullptr;
  // Whether views answer only a page or one thing: to tell everything, everything is folded.
  bool is_for_parts = true;
};

int ask(const Question& question, const JournalPlace& place, AskOptions options);

struct EventsOptions {
  bool is_followed = false;
  bool is_cloud_events = false;  // as they are published: a structured CloudEvent a line
  std::string author_key;  // file with the key under which callers' ids are hashed; empty: none
};

// Line by line, so that the journal's size does not matter. JSON is one array; followed it is one
// object a line, for an array would never end. Following ends with SIGINT, SIGTERM or the reader.
int print_events(const JournalPlace& place, AskOptions options, const EventsOptions& events);

struct ExplainOptions {
  std::string order;
  std::string svg;   // file for the picture of the walk; empty: none
  std::string tape;  // recorded quotes that the picture shows besides those that were seen
};
int explain(const JournalPlace& place, AskOptions options, const ExplainOptions& explained);

}  // namespace fillwright
