#include "settings/schedules.h"

#include <array>
#include <charconv>
#include <filesystem>
#include <sstream>

#include <fmt/format.h>

#include "core/json.h"
#include "settings/values.h"

namespace docktor::settings {
namespace {

using Kind = YamlNode::Kind;

constexpr auto kHint = "write {start: \"0 8 * * mon-fri\", end: \"0 18 * * mon-fri\", zone: Europe/Berlin, min: 4}";

struct CronField {
  const char* name;
  int least, most;
  std::string_view words;  ///< names of three letters that may stand for numbers, from `least` on
};
constexpr std::array<CronField, 5> kCron{{{"minute", 0, 59, ""},
                                          {"hour", 0, 23, ""},
                                          {"day of the month", 1, 31, ""},
                                          {"month", 1, 12, "janfebmaraprmayjunjulaugsepoctnovdec"},
                                          {"day of the week", 0, 7, "sunmontuewedthufrisat"}}};

/// Empty: neither a number in range nor a name.
std::optional<int> CronValue(std::string_view text, const CronField& field) {
  std::string lower;
  for (const char c : text) lower += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  const auto at = lower.size() == 3 ? field.words.find(lower) : field.words.npos;
  if (at != field.words.npos && at % 3 == 0) return field.least + static_cast<int>(at / 3);
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool number = !text.empty() && error == std::errc{} && end == text.data() + text.size();
  return number && value >= field.least && value <= field.most ? std::optional(value) : std::nullopt;
}

bool IsStep(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return !text.empty() && error == std::errc{} && end == text.data() + text.size() && value > 0;
}

/// "*", "5", "mon-fri", "*/10", "8-18/2"
bool IsCronRange(std::string_view text, const CronField& field) {
  const auto slash = text.find('/');
  if (slash != text.npos && !IsStep(text.substr(slash + 1))) return false;
  const auto range = text.substr(0, slash);
  if (range == "*") return true;
  const auto dash = range.find('-');
  const auto first = CronValue(range.substr(0, dash), field);
  if (dash == range.npos) return first.has_value();
  const auto last = CronValue(range.substr(dash + 1), field);
  return first && last && *first <= *last;
}

bool IsCronField(std::string_view text, const CronField& field) {
  while (true) {
    const auto comma = text.find(',');
    if (!IsCronRange(text.substr(0, comma), field)) return false;
    if (comma == text.npos) return true;
    text.remove_prefix(comma + 1);
  }
}

template <typename Parse>
auto IntoMaybe(std::optional<int>& to, Parse parse) {
  return [&to, parse](const std::string& text) -> Status {
    const auto value = parse(text);
    if (!value) return tl::unexpected(value.error());
    to = *value;
    return {};
  };
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
  if (const auto* trouble = BoundsTrouble(schedule)) return findings.Tell(item.place, trouble, kHint), std::nullopt;
  return schedule;
}

}  // namespace

Result<std::string> ParseCronText(const std::string& text) {
  constexpr auto kCronHint = "write minute, hour, day, month and weekday, such as \"0 8 * * mon-fri\"";
  std::istringstream stream(text);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  if (words.size() != kCron.size())
    return Refuse(text, fmt::format("has {} fields, cron has five", words.size()), kCronHint);
  for (std::size_t i = 0; i < kCron.size(); ++i)
    if (!IsCronField(words[i], kCron[i]))
      return Refuse(words[i], fmt::format("is no {} of cron ({} to {})", kCron[i].name, kCron[i].least, kCron[i].most),
                    kCronHint);
  return text;
}

Result<std::string> ParseZone(const std::string& text) {
  constexpr auto kZoneHint = "write a name such as Europe/Berlin or UTC";
  constexpr auto kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/";
  if (text.empty() || text.front() == '/' || text.find_first_not_of(kLetters) != text.npos)
    return Refuse(text, "is not a time zone", kZoneHint);
  const std::filesystem::path zones = "/usr/share/zoneinfo";
  std::error_code error;
  if (text != "UTC" && std::filesystem::is_directory(zones, error) &&
      !std::filesystem::is_regular_file(zones / text, error))
    return Refuse(text, "is not a time zone that this machine knows", kZoneHint);
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
