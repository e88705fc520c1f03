#pragma once

#include <bitset>
#include <optional>
#include <string>
#include <string_view>

#include "core/time.h"

namespace docktor {

/// A moment that comes back, as cron writes it: minute, hour, day of the month, month, day of the week. Numbers,
/// names of months and days, `*`, ranges, lists and steps. Where both days are restricted either one will do, as with
/// cron.
class Cron {
 public:
  /// kInvalidInput names the field and what it wants.
  static Result<Cron> Parse(std::string_view text);

  /// The first moment after `now`, by the clocks of `zone` ("Europe/Berlin"), which must be known (see `CheckZone`). A
  /// time that clocks skip comes at the moment of the jump; one that they show twice comes once. Empty: not within the
  /// next eight years.
  std::optional<Instant> Next(Instant now, const std::string& zone) const;
  /// The last moment up to and including `now`; likewise.
  std::optional<Instant> Last(Instant now, const std::string& zone) const;

 private:
  bool MatchesDay(unsigned month, unsigned day, unsigned weekday) const;
  std::optional<Instant> Nearest(Instant now, const std::string& zone, int direction) const;

  std::bitset<60> minutes_;
  std::bitset<24> hours_;
  std::bitset<32> days_;
  std::bitset<13> months_;
  std::bitset<7> weekdays_;  ///< 0: Sunday
  bool any_day_ = true;
  bool any_weekday_ = true;
};

/// kInvalidInput: no time zone of that name is known here.
Status CheckZone(const std::string& zone);

}  // namespace docktor
