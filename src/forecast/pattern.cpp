#include "forecast/pattern.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <functional>
#include <map>

namespace docktor::forecast {
namespace {

constexpr double kMore = 1.5, kAtLeast = 0.5;  // of usual; busy replicas
constexpr int kDays = 3, kWeeks = 2;           // that must have shown it
constexpr double kAgree = 0.75;                // of these days, at least
constexpr std::size_t kMost = 5;

/// Mean of one hour of one day.
struct Hour {
  double demand = 0;
  int points = 0;
};
using Day = std::array<Hour, 24>;
using Days = std::map<std::chrono::sys_days, Day>;

Days ByDay(std::span<const LoadPoint> history, Duration utc_offset) {
  Days days;
  for (const auto& point : history) {
    const auto local = point.at + utc_offset;
    const auto day = std::chrono::floor<std::chrono::days>(local);
    auto& hour = days[day][static_cast<std::size_t>((local - day) / 1h)];
    hour.demand += (point.demand - hour.demand) / ++hour.points;
  }
  return days;
}

/// What one hour of the chosen days is like, against all that `usual` says.
struct Profile {
  std::array<double, 24> demand{}, usual{};
  std::array<int, 24> seen{}, more{};  ///< days on which it was seen, and on which it was more

  bool StandsOut(std::size_t hour, int least) const {
    return seen[hour] >= least && more[hour] >= kAgree * seen[hour] && demand[hour] >= kMore * usual[hour] &&
           demand[hour] >= usual[hour] + kAtLeast;
  }
};

using Chosen = std::function<bool(std::chrono::sys_days)>;

Profile ProfileOf(const Days& days, const Chosen& chosen, const std::array<double, 24>& usual) {
  Profile profile{.usual = usual};
  for (const auto& [date, day] : days) {
    if (!chosen(date)) continue;
    for (std::size_t i = 0; i < 24; ++i) {
      if (day[i].points == 0) continue;
      profile.demand[i] += (day[i].demand - profile.demand[i]) / ++profile.seen[i];
      if (day[i].demand > usual[i]) ++profile.more[i];
    }
  }
  return profile;
}

/// Hours in a row that stand out are one pattern.
void AddRuns(const Profile& profile, std::optional<int> weekday, int least, std::vector<Pattern>& to) {
  for (std::size_t from = 0; from < 24; ++from) {
    std::size_t end = from;
    while (end < 24 && profile.StandsOut(end, least)) ++end;
    if (end == from) continue;
    Pattern pattern{weekday, static_cast<int>(from), static_cast<int>(end)};
    const auto hours = static_cast<double>(end - from);
    for (auto i = from; i < end; ++i) {
      pattern.demand += profile.demand[i] / hours;
      pattern.usual += profile.usual[i] / hours;
      pattern.days = std::max(pattern.days, profile.seen[i]);
    }
    to.push_back(pattern);
    from = end;
  }
}

std::array<double, 24> Always(double demand) {
  std::array<double, 24> all{};
  all.fill(demand);
  return all;
}

/// The median of what the hours are usually like.
double Median(const Profile& profile) {
  std::vector<double> hours;
  for (std::size_t i = 0; i < 24; ++i)
    if (profile.seen[i] > 0) hours.push_back(profile.demand[i]);
  if (hours.empty()) return 0;
  const auto middle = hours.begin() + static_cast<std::ptrdiff_t>(hours.size() / 2);
  std::nth_element(hours.begin(), middle, hours.end());
  return *middle;
}

int WeekdayOf(std::chrono::sys_days date) { return static_cast<int>(std::chrono::weekday(date).c_encoding()); }

}  // namespace

std::vector<Pattern> FindPatterns(std::span<const LoadPoint> history, Duration utc_offset) {
  const auto days = ByDay(history, utc_offset);
  std::vector<Pattern> found;
  const auto all = [](std::chrono::sys_days) { return true; };
  AddRuns(ProfileOf(days, all, Always(Median(ProfileOf(days, all, Always(0))))), std::nullopt, kDays, found);
  for (int weekday = 0; weekday < 7; ++weekday) {
    const auto this_day = [weekday](std::chrono::sys_days date) { return WeekdayOf(date) == weekday; };
    const auto others = ProfileOf(
        days, [&](std::chrono::sys_days date) { return !this_day(date); }, Always(0));
    AddRuns(ProfileOf(days, this_day, others.demand), weekday, kWeeks, found);
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const Pattern& a, const Pattern& b) { return a.demand - a.usual > b.demand - b.usual; });
  if (found.size() > kMost) found.resize(kMost);
  return found;
}

}  // namespace docktor::forecast
