#pragma once

#include <memory>

#include "operations/world/context.h"
#include "serve/mcp/server.h"

namespace docktor::serve {

/// Tells of resources that change because of what happens to this service, under every name that they go by.
void TellOf(const ServiceKey& service, const mcp::OnChange& on_change);

/// Tells of what the pilots of this process decide and do, until the result is released. `context` outlives it.
std::shared_ptr<void> WatchHere(operations::Context& context, const mcp::OnChange& on_change);

}  // namespace docktor::serve
