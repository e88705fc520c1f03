#include "operations/shared/hold_time.h"

#include <ctime>
#include <regex>

namespace docktor::operations {
namespace {

/// When the clock here shows this, `days` after today.
Instant LocalAt(int hour, int minute, int days, Instant now) {
  const auto from = std::chrono::system_clock::to_time_t(now);
  std::tm day{};
  localtime_r(&from, &day);
  day.tm_hour = hour;
  day.tm_min = minute;
  day.tm_sec = 0;
  day.tm_isdst = -1;
  day.tm_mday += days;
  return std::chrono::floor<Duration>(std::chrono::system_clock::from_time_t(std::mktime(&day)));
}

constexpr Duration kLongest = std::chrono::hours(24 * 36'500);

Status NotTooLong(Duration hold, const std::string& flag) {
  if (hold <= kLongest) return {};
  return Fail(Errc::kInvalidInput, flag + ": more than a hundred years is too long",
              "leave it out where no end is meant");
}

Result<Instant> MomentOf(const std::string& text, Instant now) {
  static const std::regex clock("(tomorrow )?([01]?[0-9]|2[0-3]):([0-5][0-9])");
  if (std::smatch match; std::regex_match(text, match, clock)) {
    const int hour = std::stoi(match[2]), minute = std::stoi(match[3]);
    if (const auto today = LocalAt(hour, minute, 0, now); !match[1].matched && today > now) return today;
    return LocalAt(hour, minute, 1, now);
  }
  const auto moment = ParseInstant(text);
  if (!moment)
    return Fail(Errc::kInvalidInput, "--until: '" + text + "' is no moment",
                "write 18:00, \"tomorrow 08:00\" or 2026-11-25T18:00:00Z");
  if (*moment <= now) return Fail(Errc::kInvalidInput, "--until: " + text + " is in the past");
  return moment;
}

}  // namespace

Result<std::optional<Duration>> HoldTime(const std::optional<Duration>& hold, const std::optional<std::string>& until,
                                         Instant now) {
  if (hold && *hold <= Duration{0}) return Fail(Errc::kInvalidInput, "--for: wants a time above zero");
  if (hold) return NotTooLong(*hold, "--for").map([&] { return hold; });
  if (!until) return hold;
  const auto moment = MomentOf(*until, now);
  if (!moment) return tl::unexpected<Error>(moment.error());
  return NotTooLong(*moment - now, "--until").map([&] { return std::optional(*moment - now); });
}

}  // namespace docktor::operations
