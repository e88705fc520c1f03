#pragma once

#include "serve/mcp/tool.h"
#include "serve/tools/ask.h"

namespace docktor::serve {

/// get_metrics: the CPU of the containers whose names fit a pattern.
mcp::Tool MetricsTool(const Ask& ask);

}  // namespace docktor::serve
