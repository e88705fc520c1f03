#pragma once

#include <optional>

#include "core/spec.h"
#include "forecast/outlook.h"

namespace docktor::forecast {

/// Whose replicas start faster than this is served by what the last minutes tell.
constexpr Duration kSlowStart = 1min;
/// How long an outlook is good for this purpose.
constexpr Duration kOutlookKept = 15min;
/// Whether the pilot of a service has a use for outlooks. `start_time`: how long its replicas were seen to start.
bool WantsOutlooks(const Spec& spec, std::optional<Duration> start_time);

/// What `outlook` expects of the moment `at`, in fully busy replicas, `ahead` of when it was made. Empty where outlooks
/// over that distance have not been clearly better than saying "as now", and where nothing is said of that moment. Of
/// the two steps that it lies between the higher one counts: too early is better than too late.
std::optional<double> Foreseen(const Outlook& outlook, Instant at, Duration ahead);

}  // namespace docktor::forecast
