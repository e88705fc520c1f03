#pragma once

#include "serve/mcp/tool.h"
#include "serve/tools/ask.h"

namespace docktor::serve {

/// `apply_scale` where what it leads to is a proposal: the client is asked to put that to its person, if it can. A
/// rejection counts. An approval counts only where approval.mcp says so: who answered may be the client's program.
/// `as_person` has an operation done in a person's name.
mcp::Tool WithApproval(mcp::Tool apply, const Ask& ask, const Ask& as_person);

}  // namespace docktor::serve
