#include "app/failing_sources.h"

namespace docktor::app {

FailingSources::Turn FailingSources::Take(const ServiceReading& reading) {
  std::pair source(reading.service, reading.signal);
  if (reading.error.empty()) return failing_.erase(source) > 0 ? Turn::kIsBack : Turn::kNone;
  return failing_.insert(std::move(source)).second ? Turn::kFails : Turn::kNone;
}

}  // namespace docktor::app
