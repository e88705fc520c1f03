#include "forecast/pattern.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <map>
#include <optional>

#include "forecast/idle.h"

namespace docktor::forecast {
namespace {

constexpr double kMore = 1.5, kAtLeast = 0.5;  // of usual; busy replicas
constexpr int kDays = 3, kWeeks = 2;           // that must have been seen
constexpr double kAgree = 0.75;                // of these days, at least
constexpr std::size_t kMost = 5, kHours = 24;

/// One hour of one day.
struct Hour {
  int weekday = 0;  ///< 0: Sunday
  double demand = 0;
  int points = 0;
};
using Hours = std::vector<Hour>;

/// For each hour of the day, that hour of each day on which it was seen.
std::array<Hours, kHours> ByHour(std::span<const LoadPoint> history, Duration utc_offset) {
  std::map<std::pair<std::size_t, std::chrono::sys_days>, Hour> seen;
  for (const auto& point : history) {
    const auto local = point.at + utc_offset;
    const auto day = std::chrono::floor<std::chrono::days>(local);
    auto& hour = seen[{static_cast<std::size_t>((local - day) / 1h), day}];
    hour.weekday = static_cast<int>(std::chrono::weekday(day).c_encoding());
    hour.demand += (DemandBehind(point) - hour.demand) / ++hour.points;
  }
  std::array<Hours, kHours> by_hour;
  for (const auto& [when, hour] : seen) by_hour[when.first].push_back(hour);
  return by_hour;
}

/// Every day, or only those that belong to workdays or weekends, or are one weekday.
bool Within(PatternDays days, int weekday) {
  const bool weekend = weekday == 0 || weekday == 6;
  switch (days) {
    case PatternDays::kEvery: return true;
    case PatternDays::kWorkdays: return !weekend;
    case PatternDays::kWeekends: return weekend;
    default: return weekday == static_cast<int>(days) - static_cast<int>(PatternDays::kSundays);
  }
}

bool IsOneWeekday(PatternDays days) { return days >= PatternDays::kSundays; }

PatternDays GroupOf(PatternDays weekday) {
  const bool weekend = weekday == PatternDays::kSundays || weekday == PatternDays::kSaturdays;
  return weekend ? PatternDays::kWeekends : PatternDays::kWorkdays;
}

std::size_t Enough(PatternDays days) {
  if (IsOneWeekday(days)) return kWeeks;
  return days == PatternDays::kWeekends ? 2 * kWeeks : kDays;
}

double Mean(const Hours& hours) {
  double sum = 0;
  for (const auto& hour : hours) sum += hour.demand;
  return sum / static_cast<double>(hours.size());
}

/// Nearly all of them are above that, and there is no weekday most of whose are not.
bool Agree(const Hours& hours, double above) {
  std::array<int, 7> seen{}, shown{};
  std::size_t all = 0;
  for (const auto& hour : hours) {
    const auto weekday = static_cast<std::size_t>(hour.weekday);
    ++seen[weekday];
    if (hour.demand > above) ++shown[weekday], ++all;
  }
  for (std::size_t i = 0; i < 7; ++i)
    if (seen[i] >= kWeeks && 2 * shown[i] < seen[i]) return false;
  return static_cast<double>(all) >= kAgree * static_cast<double>(hours.size());
}

/// A day shows it where it is at least halfway to the mean: little more than usual is noise.
bool StandOut(const Hours& hours, double usual) {
  const double mean = Mean(hours);
  return mean >= kMore * usual && mean >= usual + kAtLeast && Agree(hours, (usual + mean) / 2);
}

/// What was found of one hour of some days.
struct Finding {
  bool told = false;
  bool high = false;  ///< for any hour of any day
  double demand = 0;
  std::optional<double> on_other_days = {};  ///< where it stands out against these
  int days = 0;
};
using Findings = std::array<Finding, kHours>;

/// Hours in a row that are told and alike are one pattern.
void AddRuns(const Findings& found, PatternDays on, double usual, std::vector<Pattern>& to) {
  for (std::size_t from = 0, end = 0; from < kHours; from = std::max(end, from + 1)) {
    for (end = from; end < kHours && found[end].told && found[end].high == found[from].high;) ++end;
    if (end == from) continue;
    const auto hours = std::span(found).subspan(from, end - from);
    Pattern pattern{.on = on, .from_hour = static_cast<int>(from), .to_hour = static_cast<int>(end)};
    const auto other_day = [](const Finding& hour) { return hour.on_other_days.has_value(); };
    const bool days = std::all_of(hours.begin(), hours.end(), other_day);
    if (days) pattern.against = PatternAgainst::kOtherDays;
    for (const auto& hour : hours) {
      pattern.demand += hour.demand / static_cast<double>(hours.size());
      pattern.usual += (days ? *hour.on_other_days : usual) / static_cast<double>(hours.size());
      pattern.days = std::max(pattern.days, hour.days);
    }
    to.push_back(pattern);
  }
}

/// Looks for patterns from the widest to single weekdays.
class Search {
 public:
  explicit Search(std::array<Hours, kHours> by_hour) : by_hour_(std::move(by_hour)) {
    std::vector<double> means;
    for (const auto& hours : by_hour_)
      if (!hours.empty()) means.push_back(Mean(hours));
    if (means.empty()) return;
    const auto middle = means.begin() + static_cast<std::ptrdiff_t>(means.size() / 2);
    std::nth_element(means.begin(), middle, means.end());
    usual_ = *middle;
  }

  void For(PatternDays on, std::vector<Pattern>& to) {
    Findings found;
    for (std::size_t i = 0; i < kHours; ++i) {
      found[i] = At(i, on);
      told_[on][i] = found[i].told;
    }
    AddRuns(found, on, usual_, to);
  }

 private:
  bool Told(PatternDays on, std::size_t hour) const {
    const auto found = told_.find(on);
    return found != told_.end() && found->second[hour];
  }

  /// Where the group of a weekday is told, only the rest of that group can make it stand out.
  Finding At(std::size_t hour, PatternDays on) const {
    const bool group_told = IsOneWeekday(on) && Told(GroupOf(on), hour);
    Hours its, others;
    for (const auto& seen : by_hour_[hour]) {
      if (Within(on, seen.weekday))
        its.push_back(seen);
      else if (!group_told || Within(GroupOf(on), seen.weekday))
        others.push_back(seen);
    }
    if (its.size() < Enough(on)) return {};
    Finding found{.high = StandOut(its, usual_), .demand = Mean(its), .days = static_cast<int>(its.size())};
    if (others.size() >= kWeeks)
      if (const double elsewhere = Mean(others); StandOut(its, elsewhere)) found.on_other_days = elsewhere;
    found.told = found.on_other_days || (found.high && !group_told && !Told(PatternDays::kEvery, hour));
    return found;
  }

  std::array<Hours, kHours> by_hour_;
  double usual_ = 0;  ///< the median of what the hours are like
  std::map<PatternDays, std::array<bool, kHours>> told_;
};

}  // namespace

std::vector<Pattern> FindPatterns(std::span<const LoadPoint> history, Duration utc_offset) {
  Search search(ByHour(history, utc_offset));
  std::vector<Pattern> found;
  for (int on = 0; on <= static_cast<int>(PatternDays::kSaturdays); ++on)
    search.For(static_cast<PatternDays>(on), found);
  std::stable_sort(found.begin(), found.end(),
                   [](const Pattern& a, const Pattern& b) { return a.demand - a.usual > b.demand - b.usual; });
  if (found.size() > kMost) found.resize(kMost);
  return found;
}

}  // namespace docktor::forecast
