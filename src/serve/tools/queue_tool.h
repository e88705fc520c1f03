#pragma once

#include "serve/mcp/tool.h"
#include "serve/tools/ask.h"

namespace docktor::serve {

/// get_queue_metrics: how many messages wait in a queue that Docktor reads for a service. It asks no other server.
mcp::Tool QueueTool(const Ask& ask);

}  // namespace docktor::serve
