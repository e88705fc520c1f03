#pragma once

#include <string>
#include <vector>

#include "operations/declare/operation.h"

namespace docktor::serve {

/// Everything that HTTP answers, as an OpenAPI 3.1 document: the routes of the operations, with the schemas of what
/// goes in and comes out, and those of the server itself. `cookie` is the name of that of logins; empty: there are
/// none.
json::object OpenApi(const std::vector<operations::Operation>& operations, const std::string& version,
                     const std::string& cookie = "");

}  // namespace docktor::serve
