#pragma once

#include <optional>
#include <string>

#include "core/time.h"

namespace docktor::net {

/// "Sat, 28 Nov 2026 14:36:49 GMT", as HTTP writes dates. Empty: it is none.
std::optional<Instant> ReadHttpDate(const std::string& text);

}  // namespace docktor::net
