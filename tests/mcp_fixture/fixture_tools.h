#pragma once

#include "serve/mcp/server.h"

namespace docktor::test {

/// What the conformance tests of MCP want a server to have: tools, resources and prompts of certain names that do what
/// their scenarios say. Served by the very code that serves Docktor's own.
serve::mcp::Offer FixtureOffer();

}  // namespace docktor::test
