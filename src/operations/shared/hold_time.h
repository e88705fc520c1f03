#pragma once

#include <optional>
#include <string>

#include "core/result.h"
#include "core/time.h"

namespace docktor::operations {

/// How long somebody's word is to hold: `hold`, or until the moment `until` ("18:00": the next time that the clock of
/// this machine shows that; "tomorrow 08:00"; or "2026-11-25T18:00:00Z"). Not both are said. Empty: neither was said.
/// kInvalidInput: not above zero, more than a hundred years, in the past, or no moment.
Result<std::optional<Duration>> HoldTime(const std::optional<Duration>& hold, const std::optional<std::string>& until,
                                         Instant now);

}  // namespace docktor::operations
