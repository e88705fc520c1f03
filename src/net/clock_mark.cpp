#include "net/clock_mark.h"

namespace docktor::net {

Duration Drift(const ClockMark& from, const ClockMark& to) {
  return (to.now - from.now) - (to.since_boot - from.since_boot);
}

Result<ClockMark> GoOn(const ClockMark& left, const ClockMark& date) {
  if (date.boot.empty()) return Fail(Errc::kNotFound, "boots of this machine cannot be told apart");
  if (left.boot.empty()) return Fail(Errc::kInvalidInput, "it does not say of which boot it is");
  if (left.boot != date.boot) return Fail(Errc::kNotFound, "it is of another boot");
  if (left.since_boot <= Duration{0} || left.since_boot > date.since_boot)
    return Fail(Errc::kInvalidInput, "it is of no moment of this boot");
  auto here = date;
  here.now = left.now + (date.since_boot - left.since_boot);
  const auto off = std::chrono::abs(here.now - date.now);
  if (off <= kFollowed) return here;
  return Fail(Errc::kInvalidInput, "it is " + ToText(std::chrono::floor<std::chrono::seconds>(off)) + " off the date");
}

}  // namespace docktor::net
