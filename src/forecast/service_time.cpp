#include "forecast/service_time.h"

#include <algorithm>
#include <cmath>

namespace docktor::forecast {
namespace {

constexpr double kLeast = 0.3, kMost = 0.85;       // of utilization: below, others' work shows; above, a backlog
constexpr int kTrusted = 24;                       // beats
constexpr double kShare = 0.01;                    // of each beat, once trusted: about eight minutes
constexpr int kOld = 1000;                         // beats that are counted
constexpr Duration kPeriod = 100ms;                // of the scheduler, as engines set it
constexpr double kFewest = 0.01, kLargest = 0.95;  // shares that tell something

}  // namespace

void ServiceTime::See(const SeenLatency& latency, double utilization) {
  if (utilization >= kMost || !(latency.seconds > 0)) return;
  const double times = latency.of.share ? -std::log1p(-*latency.of.share) : 1;
  const double seen = std::log(latency.seconds * (1 - utilization) / times);
  if (utilization <= kLeast && (learned_.beats < kTrusted || seen >= learned_.log_seconds))
    return;  // there it is that at most
  Take(seen);
}

void ServiceTime::SeeThrottled(double share, double utilization) {
  if (utilization <= kLeast || utilization >= kMost || !(share >= 0)) return;
  const double decay = -std::log(std::clamp(share, kFewest, kLargest));
  const double seen = std::log(Seconds(kPeriod) * (1 - utilization) / decay);
  if (share < kFewest && (learned_.beats < kTrusted || seen >= learned_.log_seconds)) return;  // it is that at most
  Take(seen);
}

void ServiceTime::Take(double log_seconds) {
  auto& [beats, average] = learned_;
  if (beats <= kOld) ++beats;
  average += std::max(kShare, 1.0 / beats) * (log_seconds - average);
}

std::optional<double> ServiceTime::Learned() const {
  return learned_.beats >= kTrusted ? std::optional(std::exp(learned_.log_seconds)) : std::nullopt;
}

void ServiceTime::Recall(const ServiceTimeLesson& lesson) {
  constexpr double kHour = 8.2;  // ln 3600: no request takes longer, nor less than a microsecond
  if (lesson.beats <= 0 || !(lesson.log_seconds > -14 && lesson.log_seconds < kHour)) return;
  learned_ = lesson;
  learned_.beats = std::min(lesson.beats, kOld);
}

}  // namespace docktor::forecast
