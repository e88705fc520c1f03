#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/decision.h"
#include "core/reading.h"
#include "core/spec.h"

namespace docktor::pilot {

/// The newest figures of a whole service, from sources outside its containers. What is no number, negative or from
/// another time counts as a failure of its source, never as zero.
class SignalLog {
 public:
  void Add(const ServiceReading& reading, Instant now);
  /// Forgets signals that have no source any more; the others' silence counts from `now` on at the earliest.
  void Keep(const std::vector<SourceSettings>& sources, Instant now);

  /// Empty: never read, or too long ago.
  std::optional<double> Value(const SourceSettings& source, Instant now) const;
  /// Not read lately. `idle`: nothing is asked of the service, so a latency whose source answers may well be silent.
  bool Missing(const SourceSettings& source, bool idle, Instant now) const;
  /// Whether the source has failed for `times` intervals in a row, or, where it is no latency, been silent.
  bool Failed(const SourceSettings& source, int times, Instant now) const;
  /// In the source's own words; empty: it did not fail.
  std::string Error(const std::string& signal) const;
  /// Those that are fresh.
  std::vector<Signal> Signals(const std::vector<SourceSettings>& sources, Instant now) const;

 private:
  struct Line {
    std::optional<double> value;
    Instant at{};  ///< of the value; until there is one, since when it is waited for
    int failures = 0;
    std::string error;
  };
  std::map<std::string, Line> lines_;
};

}  // namespace docktor::pilot
