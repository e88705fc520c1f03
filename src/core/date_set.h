#pragma once

#include <boost/describe.hpp>

#include "core/time.h"

namespace docktor {

/// The system's date was set forth, and a clock that begins with the date has begun with it: what bears times of the
/// clock before is as young as ever only where it is moved on by as much.
struct DateSet {
  Instant before{};  ///< the clock before showed this at most
  Duration by{};     ///< > 0
  friend bool operator==(const DateSet&, const DateSet&) = default;
};
BOOST_DESCRIBE_STRUCT(DateSet, (), (before, by))

}  // namespace docktor
