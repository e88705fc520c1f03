#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/spec.h"
#include "settings/fields/findings.h"

namespace docktor::settings {

/// Five fields of cron, each in its range; names of months and weekdays too. Whether such a moment ever comes is not
/// looked at.
Result<std::string> ParseCronText(const std::string& text);
/// A name of the time zone database, "Europe/Berlin"; checked against the machine's, where it has one.
Result<std::string> ParseZone(const std::string& text);

/// A list of {name, start, end, zone, min, max, exactly}. Empty: something was wrong.
std::optional<std::vector<Schedule>> ReadSchedules(const YamlNode& list, Findings& findings);
/// One line that reads back the same.
std::string ShowSchedules(const std::vector<Schedule>& schedules);

}  // namespace docktor::settings
