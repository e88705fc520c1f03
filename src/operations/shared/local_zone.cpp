#include "operations/shared/local_zone.h"

#include <ctime>
#include <exception>

#include <date/tz.h>

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

}  // namespace docktor::operations
