#pragma once

#include "core/result.h"

namespace docktor::serve {

/// What is told of a login by which something is asked, or was followed.
inline Error LoginEnded() { return {Errc::kDenied, "this login has ended", "open what docktor link prints"}; }

}  // namespace docktor::serve
