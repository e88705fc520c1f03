#pragma once

#include <string>

#include <boost/describe.hpp>

#include "core/result.h"
#include "core/time.h"

namespace docktor::net {

/// What a clock showed at one moment of a boot of the machine.
struct ClockMark {
  std::string boot;       ///< the kernel's id of it; empty: the kernel tells none
  Duration since_boot{};  ///< time that the machine slept has passed, too
  Instant now{};
  friend bool operator==(const ClockMark&, const ClockMark&) = default;
};
BOOST_DESCRIBE_STRUCT(ClockMark, (), (boot, since_boot, now))

/// A date that is further off a clock's even course was no date before.
inline constexpr Duration kFollowed = 48h;

/// By how much a clock has left its even course from one mark to a later one of the same boot.
Duration Drift(const ClockMark& from, const ClockMark& to);

/// Where the clock that once showed `left` stands at the moment of `date`, a mark of what the system's date is: it has
/// gone on evenly, whatever became of the date. kNotFound: that was another boot. kInvalidInput: such a mark was never
/// made, or it is further from the date than kFollowed.
Result<ClockMark> GoOn(const ClockMark& left, const ClockMark& date);

}  // namespace docktor::net
