#include "operations/shared/since.h"

namespace docktor::operations {

Result<Instant> SinceOf(const std::string& text, Instant now) {
  if (const auto ago = ParseDuration(text)) return now - *ago;
  if (const auto at = ParseInstant(text)) return *at;
  if (const auto day = ParseInstant(text + "T00:00:00Z")) return *day;
  return Fail(Errc::kInvalidInput, "since: '" + text + "' is no time",
              "write how far back (12h, 7d), a day (2026-11-24) or a time (2026-11-24T08:00:00Z)");
}

}  // namespace docktor::operations
