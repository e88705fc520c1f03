#include "forecast/service_time.h"

#include <algorithm>
#include <cmath>

namespace docktor::forecast {
namespace {

constexpr double kLeast = 0.3, kMost = 0.85;  // of utilization: below, others' work shows; above, a backlog
constexpr int kTrusted = 24;                  // beats
constexpr double kShare = 0.01;               // of each beat, once trusted: about eight minutes
constexpr int kOld = 1000;                    // beats that are counted

}  // namespace

void ServiceTime::See(const SeenLatency& latency, double utilization) {
  if (utilization >= kMost || !(latency.seconds > 0)) return;
  const double times = latency.of.share ? -std::log1p(-*latency.of.share) : 1;
  const double seen = std::log(latency.seconds * (1 - utilization) / times);
  auto& [beats, average] = learned_;
  if (utilization <= kLeast && (beats < kTrusted || seen >= average)) return;  // there it is that at most
  if (beats <= kOld) ++beats;
  average += std::max(kShare, 1.0 / beats) * (seen - average);
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
