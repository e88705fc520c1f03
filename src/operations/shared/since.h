#pragma once

#include <string>

#include "core/result.h"
#include "core/time.h"

namespace docktor::operations {

/// "7d" before now, or a time, or a day. kInvalidInput: it is none of these.
Result<Instant> SinceOf(const std::string& text, Instant now);

}  // namespace docktor::operations
