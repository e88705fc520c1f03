#pragma once

#include "serve/mcp/server.h"
#include "serve/tools/ask.h"

namespace docktor::serve {

/// What the client may have done.
enum class Access { kReads, kChanges };

/// All that Docktor offers to other agents; what changes something is left out where they may only read.
mcp::Offer DocktorOffer(const Asks& asks, Access access);

}  // namespace docktor::serve
