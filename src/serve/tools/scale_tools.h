#pragma once

#include <vector>

#include "serve/mcp/tool.h"
#include "serve/tools/ask.h"

namespace docktor::serve {

/// get_current_replicas, propose_scale and apply_scale: what the limits make of a count, and having it done.
std::vector<mcp::Tool> ScaleTools(const Asks& asks);

}  // namespace docktor::serve
