#pragma once

#include <vector>

#include "serve/mcp/tool.h"

namespace docktor::serve {

/// detect_anomalies and calculate_target_replicas: rules of thumb on figures that the caller brings.
std::vector<mcp::Tool> RuleTools();

}  // namespace docktor::serve
