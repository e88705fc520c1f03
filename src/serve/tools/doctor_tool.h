#pragma once

#include "serve/mcp/tool.h"
#include "serve/tools/ask.h"

namespace docktor::serve {

/// doctor: what works, what is wrong, and what to do about it, as `docktor doctor --json` tells it; by what the daemon
/// knows. That none is there is what it tells then.
mcp::Tool DoctorTool(const Ask& ask);

}  // namespace docktor::serve
