#pragma once

#include <vector>

#include "serve/mcp/resource.h"
#include "serve/tools/ask.h"

namespace docktor::serve {

/// docktor://services, docktor://services/{id} and docktor://decisions/{id}.
std::vector<mcp::Resource> Resources(const Ask& ask);

}  // namespace docktor::serve
