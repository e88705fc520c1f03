#pragma once

#include <vector>

#include "core/time.h"
#include "simulate/waiting_line.h"

#include <boost/describe.hpp>

namespace docktor::simulate {

/// How a run went.
struct Score {
  double hours = 0;
  double requests = 0;
  double violated = 0;       ///< share of the requests, slow or dropped
  double replica_hours = 0;  ///< paid for: starting, serving, stopping
  double ideal_hours = 0;    ///< the work over the capacity of a replica
  double cost = 0;           ///< (replica hours + price × violated requests' share of work) / ideal hours
  int changes = 0;           ///< of the count
  double changes_per_day = 0;
  double flaps_per_day = 0;        ///< changes that take back another within ten minutes
  double recovery_p95 = 0;         ///< seconds; of the times in which more than 5 % of the requests were violated
  double bad_minutes_per_day = 0;  ///< such times, all together
};

BOOST_DESCRIBE_STRUCT(Score, (),
                      (hours, requests, violated, replica_hours, ideal_hours, cost, changes, changes_per_day,
                       flaps_per_day, recovery_p95, bad_minutes_per_day))

/// Adds a run up.
class ScoreKeeper {
 public:
  /// `slow_price`: one violated request costs as much as the capacity for so many.
  ScoreKeeper(const ServiceModel& model, double slow_price, Duration tick);

  /// A tick in which `replicas` were paid for and each could serve `capacity` requests a second.
  void Note(const Served& served, int replicas, double capacity);
  /// The count that was asked for went up or down.
  void Changed(int delta, Instant now);
  Score Result() const;

 private:
  double slow_price_, capacity_;
  Duration tick_;
  double ticks_ = 0, requests_ = 0, violated_ = 0, replica_seconds_ = 0, ideal_seconds_ = 0;
  int changes_ = 0, flaps_ = 0, last_delta_ = 0;
  Instant changed_at_{};
  std::vector<double> bad_times_;  ///< seconds, each
  bool bad_ = false;
};

}  // namespace docktor::simulate
