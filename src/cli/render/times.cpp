#include "cli/render/times.h"

#include <ctime>

namespace docktor::cli {
namespace {

std::tm Local(Instant at) {
  const auto seconds = std::chrono::system_clock::to_time_t(at);
  std::tm local{};
  localtime_r(&seconds, &local);
  return local;
}

}  // namespace

std::string LocalTime(Instant at, Instant now) {
  const auto local = Local(at), today = Local(now);
  const bool same_day = local.tm_yday == today.tm_yday && local.tm_year == today.tm_year;
  char text[32];
  const auto size = std::strftime(text, sizeof text, same_day ? "%H:%M:%S" : "%Y-%m-%d %H:%M:%S", &local);
  return {text, size};
}

std::string Rough(Duration d) {
  using namespace std::chrono;
  const auto whole = duration_cast<seconds>(d < Duration{0} ? -d : d);
  if (whole < minutes{10}) return ToText(whole);
  if (whole < hours{48}) return ToText(duration_cast<minutes>(whole));
  return ToText(duration_cast<hours>(whole));
}

std::string Relative(Instant at, Instant now) {
  const auto apart = at - now;
  if (apart > -1s && apart < 1s) return "now";
  return apart > Duration{0} ? "in " + Rough(apart) : Rough(apart) + " ago";
}

}  // namespace docktor::cli
