#pragma once

#include "operations/world/context.h"
#include "serve/tools/ask.h"

namespace docktor::serve {

/// Has operations done in this process, on the thread that asks, and waits at most `patience` for those that answer
/// later. `context` outlives it.
Ask AskHere(operations::Context& context, Actor actor = Actor::kAgent, Duration patience = 30s);

}  // namespace docktor::serve
