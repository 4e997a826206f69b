// `schema export`: writes the schemas of all that is published. Returns the process's exit code.
#pragma once

#include <string>

namespace fillwright {

// Into this folder, which is made when it is not there; files of the same names are written anew.
int export_schemas(const std::string& folder);

}  // namespace fillwright
