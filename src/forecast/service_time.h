#pragma once

#include <optional>

#include "core/lessons.h"
#include "forecast/observation.h"

namespace docktor::forecast {

/// How long a replica that has nothing else to do takes to serve one request, learned from how long answers take at
/// which CPU, or from how often it is held back at its limit. In a queue with one server (M/M/1) all requests take
/// 1 / (1 - utilization) times as long on average, and a share p of them within ln(1 / (1 - p)) times that; and the
/// work that waits takes longer than t in a share exp(-(1 - utilization) t / service time) of the moments in which
/// there is any (Kleinrock, "Queueing Systems" I, 3.2). Each is learned by an object of its own.
class ServiceTime {
 public:
  /// Of one beat in which the ready replicas used this share of what they may.
  void See(const SeenLatency& latency, double utilization);
  /// Likewise; in `share` of the scheduler's periods with work there was more of it than their quota sufficed for.
  void SeeThrottled(double share, double utilization);

  /// Seconds; empty while too little was seen.
  std::optional<double> Learned() const;

  const ServiceTimeLesson& Lesson() const { return learned_; }
  /// What cannot be is not taken.
  void Recall(const ServiceTimeLesson& lesson);

 private:
  void Take(double log_seconds);

  ServiceTimeLesson learned_;
};

}  // namespace docktor::forecast
