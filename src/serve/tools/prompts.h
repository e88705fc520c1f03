#pragma once

#include <vector>

#include "serve/mcp/prompt.h"

namespace docktor::serve {

/// autoscale: look after a service. postmortem: explain what happened to one.
std::vector<mcp::Prompt> Prompts();

}  // namespace docktor::serve
