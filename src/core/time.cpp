#include "core/time.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace docktor {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t milliseconds;
};
/// Largest first, as they are written.
constexpr std::array<Unit, 5> kUnits{{{"d", 86'400'000}, {"h", 3'600'000}, {"m", 60'000}, {"s", 1'000}, {"ms", 1}}};

/// A fixed-width decimal number at the front of `text`, which is shortened by it.
std::optional<int> TakeDigits(std::string_view& text, std::size_t width) {
  int value = 0;
  if (text.size() < width) return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + width, value);
  if (error != std::errc{} || end != text.data() + width || text.front() == '-') return std::nullopt;
  text.remove_prefix(width);
  return value;
}

bool Take(std::string_view& text, std::string_view any_of) {
  if (text.empty() || any_of.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<Duration> TakeFraction(std::string_view& text) {
  if (!Take(text, ".")) return Duration{0};
  std::int64_t milliseconds = 0, place = 100;
  std::size_t digits = 0;
  for (; !text.empty() && text.front() >= '0' && text.front() <= '9'; text.remove_prefix(1), ++digits) {
    milliseconds += (text.front() - '0') * place;
    place /= 10;
  }
  if (digits == 0) return std::nullopt;
  return Duration{milliseconds};
}

std::optional<Duration> TakeOffset(std::string_view& text) {
  if (Take(text, "Zz")) return Duration{0};
  if (text.empty() || (text.front() != '+' && text.front() != '-')) return std::nullopt;
  const int sign = text.front() == '-' ? -1 : 1;
  text.remove_prefix(1);
  const auto hours = TakeDigits(text, 2);
  if (!hours || !Take(text, ":")) return std::nullopt;
  const auto minutes = TakeDigits(text, 2);
  if (!minutes || *hours > 23 || *minutes > 59) return std::nullopt;
  return sign * (std::chrono::hours{*hours} + std::chrono::minutes{*minutes});
}

std::optional<Instant> ReadInstant(std::string_view text) {
  using namespace std::chrono;
  const auto y = TakeDigits(text, 4);
  if (!y || !Take(text, "-")) return std::nullopt;
  const auto m = TakeDigits(text, 2);
  if (!m || !Take(text, "-")) return std::nullopt;
  const auto d = TakeDigits(text, 2);
  if (!d || !Take(text, "Tt ")) return std::nullopt;
  const auto hh = TakeDigits(text, 2);
  if (!hh || !Take(text, ":")) return std::nullopt;
  const auto mm = TakeDigits(text, 2);
  if (!mm || !Take(text, ":")) return std::nullopt;
  const auto ss = TakeDigits(text, 2);
  if (!ss || *hh > 23 || *mm > 59 || *ss > 60) return std::nullopt;
  const auto fraction = TakeFraction(text);
  const auto offset = fraction ? TakeOffset(text) : std::nullopt;
  const year_month_day date{year{*y}, month{static_cast<unsigned>(*m)}, day{static_cast<unsigned>(*d)}};
  if (!offset || !text.empty() || !date.ok()) return std::nullopt;
  return sys_days{date} + hours{*hh} + minutes{*mm} + seconds{*ss} + *fraction - *offset;
}

}  // namespace

Duration FromSeconds(double seconds) {
  constexpr double kMost = 1e15;  // milliseconds: some 30,000 years, far from overflow in any sum
  if (std::isnan(seconds)) return Duration{0};
  return Duration{static_cast<std::int64_t>(std::clamp(std::round(seconds * 1e3), -kMost, kMost))};
}

std::string ToRfc3339(Instant at) {
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{at - day};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), time.hours().count(),
                     time.minutes().count(), time.seconds().count(), time.subseconds().count());
}

Result<Instant> ParseInstant(std::string_view text) {
  if (const auto at = ReadInstant(text)) return *at;
  return Fail(Errc::kInvalidInput, fmt::format("'{}' is not a time", text), "write it as 2026-11-24T22:41:07Z");
}

Result<Duration> ParseDuration(std::string_view text) {
  const auto refuse = [text] {
    return Fail(Errc::kInvalidInput, fmt::format("'{}' is not a duration", text), "write it as 90s, 5m, 1h30m or 2d");
  };
  double total = 0;
  std::string_view rest = text;
  if (rest.empty()) return refuse();
  while (!rest.empty()) {
    double amount = 0;
    if (rest.front() < '0' || rest.front() > '9') return refuse();
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), amount, std::chars_format::fixed);
    if (error != std::errc{}) return refuse();
    rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
    const auto unit_length = std::min(rest.find_first_of("0123456789"), rest.size());
    const auto unit = std::find_if(kUnits.begin(), kUnits.end(),
                                   [&](const Unit& u) { return u.name == rest.substr(0, unit_length); });
    if (unit == kUnits.end()) return refuse();
    total += amount * static_cast<double>(unit->milliseconds);
    rest.remove_prefix(unit_length);
  }
  return FromSeconds(total / 1e3);
}

std::string ToText(Duration d) {
  if (d == Duration{0}) return "0s";
  std::string text = d < Duration{0} ? "-" : "";
  std::int64_t left = std::abs(d.count());
  for (const auto& unit : kUnits) {
    if (left < unit.milliseconds) continue;
    text += fmt::format("{}{}", left / unit.milliseconds, unit.name);
    left %= unit.milliseconds;
  }
  return text;
}

}  // namespace docktor
