#include "settings/fields/schedules.h"

#include "core/cron.h"
#include "core/json.h"
#include "settings/fields/values.h"

namespace docktor::settings {
namespace {

using Kind = YamlNode::Kind;

constexpr Instant kSomeDay{1'767'225'600s};  // 2026 begins; the eight years after it hold every moment that ever comes

constexpr auto kHint = "write {start: \"0 8 * * mon-fri\", end: \"0 18 * * mon-fri\", zone: Europe/Berlin, min: 4}";

template <typename Parse>
auto IntoMaybe(std::optional<int>& to, Parse parse) {
  return [&to, parse](const std::string& text) -> Status {
    const auto value = parse(text);
    if (!value) return tl::unexpected(value.error());
    to = *value;
    return {};
  };
}

/// What is wrong with its moments; empty: nothing.
const char* WindowTrouble(const Schedule& s, Instant now) {
  if (s.start == s.end) return "a schedule ends when it starts, so it is never in force";
  for (const auto* text : {&s.start, &s.end})
    if (const auto cron = Cron::Parse(*text); cron && !cron->Next(now, s.zone))
      return "a moment of a schedule never comes";
  return nullptr;
}

/// What is wrong with the bounds; empty: nothing.
const char* BoundsTrouble(const Schedule& s) {
  if (s.exactly && (s.min || s.max)) return "a schedule has either exactly or min and max";
  if (!s.exactly && !s.min && !s.max) return "a schedule has no min, max or exactly";
  if (s.min && s.max && *s.min > *s.max) return "min of a schedule is above its max";
  return nullptr;
}

std::optional<Schedule> ReadSchedule(const YamlNode& item, Findings& findings) {
  Schedule schedule;
  const std::vector<Part> parts{
      {"name", Into(schedule.name, [](const std::string& t) { return Result<std::string>(t); })},
      {"start", Into(schedule.start, ParseCronText), true},
      {"end", Into(schedule.end, ParseCronText), true},
      {"zone", Into(schedule.zone, ParseZone)},
      {"min", IntoMaybe(schedule.min, ParseReplicas)},
      {"max", IntoMaybe(schedule.max, ParseReplicas)},
      {"exactly", IntoMaybe(schedule.exactly, ParseReplicas)}};
  if (!ReadParts(item, "a schedule", kHint, parts, findings)) return std::nullopt;
  const auto* trouble = BoundsTrouble(schedule);
  if (trouble == nullptr) trouble = WindowTrouble(schedule, kSomeDay);
  if (trouble != nullptr) return findings.Tell(item.place, trouble, kHint), std::nullopt;
  return schedule;
}

}  // namespace

Result<std::string> ParseCronText(const std::string& text) {
  if (const auto cron = Cron::Parse(text); !cron) return tl::unexpected(cron.error());
  return text;
}

Result<std::string> ParseZone(const std::string& text) {
  if (const auto known = CheckZone(text); !known) return tl::unexpected(known.error());
  return text;
}

std::optional<std::vector<Schedule>> ReadSchedules(const YamlNode& list, Findings& findings) {
  if (list.kind != Kind::kSequence)
    return findings.Tell(list.place, "schedules must be a list", std::string("write [") + (kHint + 6) + "]"),
           std::nullopt;
  const auto before = findings.errors.size();
  std::vector<Schedule> schedules;
  for (const auto& item : list.items)
    if (auto schedule = ReadSchedule(*item, findings)) schedules.push_back(*std::move(schedule));
  if (findings.errors.size() != before) return std::nullopt;
  return schedules;
}

std::string ShowSchedules(const std::vector<Schedule>& schedules) {
  json::array out;
  for (const auto& schedule : schedules) out.push_back(ToJson(schedule));
  return WriteJson(out);
}

}  // namespace docktor::settings
