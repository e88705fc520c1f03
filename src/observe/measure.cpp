#include "observe/measure.h"

#include "observe/rates.h"

namespace docktor::observe {

std::optional<Reading> Measure::Take(const ContainerId& replica, const Sample& sample, Instant at) {
  auto reading = before_ ? MakeReading(replica, *before_, sample, at) : std::nullopt;
  before_ = sample;
  if (!sample.io) return reading;
  if (reading) AddIo(*reading, before_io_.value_or(Sample{}), sample);
  before_io_ = sample;
  return reading;
}

}  // namespace docktor::observe
