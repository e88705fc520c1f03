#include "operations/shared/local_zone.h"

#include <ctime>
#include <exception>

#include <date/tz.h>
#include <fmt/chrono.h>

#include "core/cron.h"

namespace docktor::operations {
namespace {

LocalZone OwnZone(Instant at) {
  const auto seconds =
      static_cast<std::time_t>(std::chrono::floor<std::chrono::seconds>(at.time_since_epoch()).count());
  std::tm local{};
  if (localtime_r(&seconds, &local) == nullptr) return {"UTC"};
  return {local.tm_zone, std::chrono::seconds(local.tm_gmtoff)};
}

}  // namespace

LocalZone ZoneAt(const std::string& name, Instant at) {
  if (name.empty() || !CheckZone(name)) return OwnZone(at);
  return {name, date::locate_zone(name)->get_info(at).offset};
}

std::string ClockTime(Instant at, Instant now, Duration ahead) {
  const auto local = std::chrono::floor<std::chrono::minutes>(at + ahead);
  const auto day = std::chrono::floor<std::chrono::days>(local);
  const auto days = (day - std::chrono::floor<std::chrono::days>(now + ahead)).count();
  const auto clock = fmt::format("{:%H:%M}", local);
  if (days == 0) return clock;
  return days == 1 ? clock + " tomorrow" : fmt::format("{:%Y-%m-%d} ", day) + clock;
}

}  // namespace docktor::operations
