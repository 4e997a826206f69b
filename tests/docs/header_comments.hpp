// The comments of our own headers, as far as docs/events.md needs them: this project's formatting
// is assumed, nothing more of C++ is understood.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace fillwright::docs {

struct HeaderComments {
  std::string file;                          // what the first lines say
  std::map<std::string, std::string> types;  // the comment above a struct or enum; may be empty
  // "OrderFilled.price": behind the field, or above it.
  std::map<std::string, std::string> members;
};

HeaderComments read_header_comments(std::string_view source);

}  // namespace fillwright::docs
