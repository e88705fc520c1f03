#pragma once

#include <optional>

#include "core/lessons.h"
#include "forecast/observation.h"

namespace docktor::forecast {

/// How long a replica that has nothing else to do takes to serve one request, learned from how long answers take at
/// which CPU. In a queue with one server (M/M/1) all requests take 1 / (1 - utilization) times as long on average, and
/// a share p of them within ln(1 / (1 - p)) times that (Kleinrock, "Queueing Systems" I, 3.2).
class ServiceTime {
 public:
  /// Of one beat in which the ready replicas used this share of what they may.
  void See(const SeenLatency& latency, double utilization);

  /// Seconds; empty while too little was seen.
  std::optional<double> Learned() const;

  const ServiceTimeLesson& Lesson() const { return learned_; }
  /// What cannot be is not taken.
  void Recall(const ServiceTimeLesson& lesson);

 private:
  ServiceTimeLesson learned_;
};

}  // namespace docktor::forecast
