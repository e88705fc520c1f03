#include "core/cron.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include <date/tz.h>
#include <fmt/format.h>

namespace docktor {
namespace {

constexpr int kMostDays = 366 * 8;
constexpr int kMinutesOfDay = 24 * 60;

struct FieldRule {
  const char* name;
  unsigned low, high;
  std::vector<std::string_view> names = {};  ///< of low, low + 1, …
};

const std::array<FieldRule, 5>& Rules() {
  static const std::array<FieldRule, 5> kRules{
      {{"minute", 0, 59},
       {"hour", 0, 23},
       {"day of the month", 1, 31},
       {"month", 1, 12, {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}},
       {"day of the week", 0, 7, {"sun", "mon", "tue", "wed", "thu", "fri", "sat"}}}};
  return kRules;
}

std::vector<std::string_view> Split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const auto end = std::min(text.find(separator, begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

std::vector<std::string_view> Words(std::string_view text) {
  auto words = Split(text, ' ');
  std::erase(words, "");
  return words;
}

std::optional<unsigned> Number(std::string_view text, const FieldRule& rule) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc() && end == text.data() + text.size() && !text.empty()) return value;
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
  const auto found = std::find(rule.names.begin(), rule.names.end(), lower);
  if (found == rule.names.end()) return std::nullopt;
  return rule.low + static_cast<unsigned>(found - rule.names.begin());
}

/// One of a list: "*", "7", "1-5", "*/10", "8-18/2".
struct Span {
  unsigned first = 0, last = 0, step = 1;
};

std::optional<Span> ParseSpan(std::string_view text, const FieldRule& rule) {
  Span span{rule.low, rule.high, 1};
  const auto slash = text.find('/');
  if (slash != std::string_view::npos) {
    const auto step = Number(text.substr(slash + 1), {});
    if (!step || *step == 0) return std::nullopt;
    span.step = *step;
    text = text.substr(0, slash);
  }
  if (text != "*") {
    const auto dash = text.find('-');
    const auto first = Number(text.substr(0, dash), rule);
    const auto last = dash == std::string_view::npos ? first : Number(text.substr(dash + 1), rule);
    if (!first || !last) return std::nullopt;
    span.first = *first;
    // "5/10" begins at 5 and goes on to the end.
    span.last = dash == std::string_view::npos && slash != std::string_view::npos ? rule.high : *last;
  }
  if (span.first < rule.low || span.last > rule.high || span.first > span.last) return std::nullopt;
  return span;
}

template <std::size_t N>
Status Fill(std::bitset<N>& bits, std::string_view text, const FieldRule& rule) {
  for (const auto part : Split(text, ',')) {
    const auto span = ParseSpan(part, rule);
    if (!span)
      return Fail(Errc::kInvalidInput, fmt::format("\"{}\" is no {} of a schedule", part, rule.name),
                  fmt::format("wants {} to {}{}, *, a range such as {}-{}, a list, or a step such as */2", rule.low,
                              rule.high, rule.names.empty() ? "" : " or a name", rule.low, rule.high));
    for (unsigned value = span->first; value <= span->last; value += span->step) bits.set(value % N);
  }
  return {};
}

}  // namespace

Result<Cron> Cron::Parse(std::string_view text) {
  const auto words = Words(text);
  if (words.size() != 5)
    return Fail(Errc::kInvalidInput, fmt::format("\"{}\" has {} fields", text, words.size()),
                "wants five: minute, hour, day of the month, month, day of the week, e.g. \"0 8 * * mon-fri\"");
  Cron cron;
  const auto& rules = Rules();
  for (const auto& filled : {Fill(cron.minutes_, words[0], rules[0]), Fill(cron.hours_, words[1], rules[1]),
                             Fill(cron.days_, words[2], rules[2]), Fill(cron.months_, words[3], rules[3]),
                             Fill(cron.weekdays_, words[4], rules[4])})
    if (!filled) return tl::unexpected(filled.error());
  cron.any_day_ = words[2].starts_with('*');
  cron.any_weekday_ = words[4].starts_with('*');
  return cron;
}

bool Cron::MatchesDay(unsigned month, unsigned day, unsigned weekday) const {
  if (!months_[month]) return false;
  const bool by_day = days_[day], by_weekday = weekdays_[weekday];
  return any_day_ || any_weekday_ ? by_day && by_weekday : by_day || by_weekday;
}

/// Day by day from today, forward (1) or back (-1), and within a day in that direction too.
std::optional<Instant> Cron::Nearest(Instant now, const std::string& zone_name, int direction) const {
  const auto* zone = date::locate_zone(zone_name);
  const auto today = date::floor<date::days>(zone->to_local(now));
  for (int i = 0; i < kMostDays; ++i) {
    const auto day = today + date::days(direction * i);
    const date::year_month_day ymd(day);
    if (!MatchesDay(unsigned(ymd.month()), unsigned(ymd.day()), date::weekday(day).c_encoding())) continue;
    for (int k = 0; k < kMinutesOfDay; ++k) {
      const int minute = direction > 0 ? k : kMinutesOfDay - 1 - k;
      if (!hours_[minute / 60] || !minutes_[minute % 60]) continue;
      const Instant at = zone->to_sys(day + std::chrono::minutes(minute), date::choose::earliest);
      if (direction > 0 ? at > now : at <= now) return at;
    }
  }
  return std::nullopt;
}

std::optional<Instant> Cron::Next(Instant now, const std::string& zone) const { return Nearest(now, zone, 1); }
std::optional<Instant> Cron::Last(Instant now, const std::string& zone) const { return Nearest(now, zone, -1); }

Status CheckZone(const std::string& zone) {
  try {
    date::locate_zone(zone);
    return {};
  } catch (const std::runtime_error&) {
    return Fail(Errc::kInvalidInput, fmt::format("there is no time zone \"{}\"", zone),
                "wants a name such as UTC or Europe/Berlin (from the tzdata package)");
  }
}

}  // namespace docktor
