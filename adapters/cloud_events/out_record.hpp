// What is published: records of any log of keys and values with headers (Kafka's, lines of a file),
// and what the configuration says of their form.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace fillwright {

struct CloudEventSettings {
  std::string source;       // of CloudEvents, a URI reference; empty: urn:fillwright:log:LOG_ID
  bool is_binary = false;   // attributes in headers, the value is the data alone; else structured
  std::string author_key;   // callers' ids leave as HMAC-SHA256 under it; empty: as they are
  std::string schema_base;  // "https://…/schemas/": where the schemas are; empty: by their $id
  bool is_dry_run = false;  // everything is told to be one
};

struct OutRecord {
  std::string key;
  std::string value;
  std::vector<std::pair<std::string, std::string>> headers;
};

}  // namespace fillwright
