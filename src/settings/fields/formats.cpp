#include "settings/fields/formats.h"

#include "core/json.h"
#include "settings/fields/policies.h"
#include "settings/fields/schedules.h"
#include "settings/fields/short_form.h"
#include "settings/fields/values.h"

namespace docktor::settings::formats {
namespace {

using Kind = YamlNode::Kind;
using Command = std::vector<std::string>;

constexpr Form kCountForm{"a whole number", R"({"type":"integer","minimum":0,"maximum":10000})"};
constexpr Form kPositiveForm{"a whole number from 1 on", R"({"type":"integer","minimum":1,"maximum":10000})"};
constexpr Form kShareForm{"60% or 0.6", R"({"type":["string","number"],"pattern":"^ *[0-9]*[.]?[0-9]+ *%? *$"})"};
constexpr Form kAmountForm{"a number above 0", R"({"type":"number","exclusiveMinimum":0})"};
constexpr Form kDurationForm{"a duration, such as 30s, 5m or 1h30m",
                             R"({"type":"string","pattern":"^([0-9]+(\\.[0-9]+)?(ms|s|m|h|d))+$"})"};
constexpr Form kPoliciesForm{
    "a list of {replicas: 4, period: 15s} and {percent: 100, period: 15s}, or 4/15s,100%/15s",
    R"({"anyOf":[{"type":"string"},{"type":"array","minItems":1,"items":{"anyOf":[{"type":"string"},)"
    R"({"type":"object","properties":{"replicas":{"type":"integer","minimum":1},)"
    R"("percent":{"type":["integer","string"]},"period":{"type":"string"}},)"
    R"("required":["period"],"additionalProperties":false}]}}]})"};
constexpr Form kSchedulesForm{
    "a list of {start: \"0 8 * * mon-fri\", end: \"0 18 * * mon-fri\", zone: Europe/Berlin, min: 4}, also with name, "
    "max and exactly; in a label as JSON",
    R"({"type":"array","items":{"type":"object","properties":{"name":{"type":"string"},"start":{"type":"string"},)"
    R"("end":{"type":"string"},"zone":{"type":"string"},"min":{"type":"integer","minimum":0},)"
    R"("max":{"type":"integer","minimum":0},"exactly":{"type":"integer","minimum":0}},)"
    R"("required":["start","end"],"additionalProperties":false}})"};

std::optional<Command> ReadCommand(const YamlNode& list, Findings& findings) {
  constexpr auto kHint = "write [\"nginx\", \"-s\", \"quit\"]";
  Command command;
  for (const auto& item : list.items) {
    if (item->kind != Kind::kScalar)
      return findings.Tell(item->place, "a word of the command must be a single value", kHint), std::nullopt;
    command.push_back(item->scalar);
  }
  if (command.empty() || command.front().empty())
    return findings.Tell(list.place, "the command names no program", kHint), std::nullopt;
  return command;
}

/// A text is for the shell, as in a Compose file's health check.
Result<Command> ParseCommand(std::string_view text) {
  const auto trimmed = Trim(text);
  if (trimmed.starts_with('[')) return ParseShort<Command, ReadCommand>(trimmed);
  if (trimmed.empty()) return Refuse(text, "is no command", "write nginx -s quit");
  return Command{"sh", "-c", std::string(trimmed)};
}

std::string ShowCommand(const Command& command) {
  if (command.size() == 3 && command[0] == "sh" && command[1] == "-c") return command[2];
  return WriteJson(ToJson(command));
}

Result<Fallback> ParseFallback(std::string_view text) {
  constexpr auto kHint = "write hold, static 4 or at_least 2";
  const auto words = Trim(text);
  if (words == "hold") return Fallback{};
  const auto space = words.find(' ');
  const auto kind = words.substr(0, space);
  if (space == words.npos || (kind != "static" && kind != "at_least"))
    return Refuse(text, "is no way to fall back", kHint);
  const auto count = ParseReplicas(words.substr(space + 1));
  if (!count) return tl::unexpected(count.error());
  return Fallback{.kind = kind == "static" ? FallbackKind::kStatic : FallbackKind::kAtLeast, .count = *count};
}

std::string ShowFallback(const Fallback& value) {
  if (value.kind == FallbackKind::kHold) return "hold";
  return (value.kind == FallbackKind::kStatic ? "static " : "at_least ") + std::to_string(value.count);
}

}  // namespace

const Format<bool> kSwitch{
    ParseBool, ShowBool, {"true or false", R"({"enum":[true,false,"true","false","yes","no"]})"}};
const Format<bool> kMode{ParseManual, ShowManual, {"auto or manual", R"({"enum":["auto","manual"]})"}};
const Format<bool> kRollback{ParseRollback, ShowRollback, {"auto or never", R"({"enum":["auto","never"]})"}};
const Format<bool> kStateful{ParseStateful, ShowStateful, {"allow or refuse", R"({"enum":["allow","refuse"]})"}};
const Format<int> kCount{ParseReplicas, ShowNumber, kCountForm};
const Format<int> kPositiveCount{ParsePositiveCount, ShowNumber, kPositiveForm};
const Format<double> kTarget{ParseTarget, ShowRatio, kShareForm};
const Format<double> kSloTarget{ParseSloTarget, ShowRatio, kShareForm};
const Format<double> kShare{ParseShare, ShowRatio, kShareForm};
const Format<double> kTolerance{ParseTolerance, ShowRatio, kShareForm};
const Format<double> kAmount{ParsePositive, ShowDecimal, kAmountForm};
const Format<std::int64_t> kMemory{
    ParseMemory, ShowMemory, {"512m, 2g", R"({"type":["string","integer"],"pattern":"^[0-9.]+ *[kmgtKMGT]?[bB]?$"})"}};
const Format<Duration> kWindow{ParseWindow, ShowDuration, kDurationForm};
const Format<Duration> kSlowAfter{ParseSlowAfter, ShowDuration, kDurationForm};
const Format<Duration> kInterval{ParseInterval, ShowDuration, kDurationForm};
const Format<Duration> kDeadline{ParseDeadline, ShowDuration, kDurationForm};
const Format<Duration> kDelay{ParseDelay, ShowDuration, kDurationForm};
const Format<Select> kSelect{ParseSelect, ShowSelect, {"max, min or disabled", R"({"enum":["max","min","disabled"]})"}};
const Format<Strategy> kStrategy{
    ParseStrategy, ShowStrategy, {"adaptive, target or threshold", R"({"enum":["adaptive","target","threshold"]})"}};
const Format<Prefer> kPrefer{
    ParsePrefer, ShowPrefer, {"more_small or fewer_large", R"({"enum":["more_small","fewer_large"]})"}};
const Format<Headroom> kHeadroom{
    ParseHeadroom, ShowHeadroom, {"low, normal or high", R"({"enum":["low","normal","high"]})"}};
const Format<Duration> kCalmness{ParseCalmness, ShowDuration, kDurationForm};
const Format<Fallback> kFallback{
    ParseFallback,
    ShowFallback,
    {"hold, static 4 or at_least 2", R"({"type":"string","pattern":"^(hold|(static|at_least) +[0-9]+)$"})"}};
const Format<std::vector<RatePolicy>> kPolicies{ParsePolicies, ShowPolicies, kPoliciesForm, ReadPolicies};
const Format<std::vector<Schedule>> kSchedules{ParseShort<std::vector<Schedule>, ReadSchedules>, ShowSchedules,
                                               kSchedulesForm, ReadSchedules};
const Format<std::string> kServiceName{
    ParseServiceName, ShowText, {"a service of the project", R"({"type":"string","pattern":"^[a-zA-Z0-9._-]+$"})"}};
const Format<Duration> kPatience{ParsePatience, ShowDuration, kDurationForm};
const Format<Command> kCommand{
    ParseCommand,
    ShowCommand,
    {"a list of words, or a text for the shell",
     R"({"anyOf":[{"type":"string","minLength":1},{"type":"array","minItems":1,"items":{"type":["string","number"]}}]})"},
    ReadCommand};

}  // namespace docktor::settings::formats
