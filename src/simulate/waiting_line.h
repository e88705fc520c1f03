#pragma once

#include "core/time.h"
#include "simulate/service_model.h"

namespace docktor::simulate {

/// What became of the requests of one tick. The counts are of requests and have fractions.
struct Served {
  double arrived = 0;
  double served = 0;
  double dropped = 0;   ///< would have waited longer than five seconds
  double violated = 0;  ///< dropped or slow
  double wait = 0;      ///< seconds in the backlog at the end

  double ViolatedShare() const { return arrived > 0 ? violated / arrived : 0; }
};

/// The requests in front of a service, as a fluid: what arrives beyond the capacity waits, what would wait too long is
/// dropped, and of what is served a share is slow that grows steeply towards full replicas: exp(-knee × idle share),
/// where the knee is the time that a request may take over the time that serving it takes (M/M/1).
class WaitingLine {
 public:
  explicit WaitingLine(const ServiceModel& model) : model_(model) {}

  /// `rate` requests a second arrive for `tick`; `capacity` a second can be served, by `replicas` of them.
  Served Pass(double rate, double capacity, int replicas, Duration tick);
  double backlog() const { return backlog_; }

  static constexpr double kLongestWait = 5;  ///< seconds
  /// Seconds within which nineteen of twenty are answered, after a wait of so long.
  double P95(double wait, double rate, double capacity, int replicas) const;

 private:
  double SlowShare(double wait, double rate, double capacity, int replicas) const;

  ServiceModel model_;
  double backlog_ = 0;
};

}  // namespace docktor::simulate
