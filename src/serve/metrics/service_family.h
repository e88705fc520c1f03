#pragma once

#include "operations/world/meter.h"
#include "pilot/view.h"
#include "remember/counts.h"
#include "serve/metrics/family.h"

namespace docktor::serve::metrics {

/// All that is known of one service at the time of a scrape.
struct Seen {
  const pilot::ServiceView& view;
  remember::ServiceCounts counts;
  const operations::Meter& meter;
  Instant now{};
  Duration date_ahead{};  ///< of the system's date before `now`
};

/// A family that has points for each service; the labels of the service are put before their own.
struct ServiceFamily {
  const char* name;
  Type type;
  const char* help;  ///< one line
  Points (*of)(const Seen&);
};

Family FamilyOf(const ServiceFamily& family, const std::vector<Seen>& services);

/// What a service is, does and wants.
std::vector<ServiceFamily> StateFamilies();
/// What has been counted of it since the daemon's start.
std::vector<ServiceFamily> CountFamilies();

}  // namespace docktor::serve::metrics
