#pragma once

#include <vector>

#include "serve/mcp/tool.h"
#include "serve/tools/ask.h"

namespace docktor::serve {

/// A tool for each operation that an agent may call and that gives one answer.
std::vector<mcp::Tool> OperationTools(const Ask& ask, const std::vector<operations::Operation>& all);

}  // namespace docktor::serve
