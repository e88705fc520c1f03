#pragma once

#include <string>
#include <vector>

#include "operations/declare/operation.h"
#include "serve/request.h"

namespace docktor::serve {

/// Everything that HTTP answers, as an OpenAPI 3.1 document: the routes of the operations, with the schemas of what
/// goes in and comes out, and those of the server itself, as whoever sent `request` has to ask for them.
json::object OpenApi(const std::vector<operations::Operation>& operations, const std::string& version,
                     const Request& request);

}  // namespace docktor::serve
