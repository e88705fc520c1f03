#pragma once

#include <cstdint>
#include <vector>

#include "simulate/cockpit.h"
#include "simulate/noise.h"
#include "simulate/score.h"
#include "simulate/service_model.h"
#include "simulate/waiting_line.h"

namespace docktor::simulate {

/// A service with its replicas, on a clock that only moves when it is told to. New replicas start, warm up and are paid
/// for meanwhile; those that are taken away are paid for ten seconds more. Readings are noisy. The model is that of
/// simbench; equal seeds give equal chance, whatever is ordered.
class Plant {
 public:
  struct Setup {
    ServiceModel model;
    int min = 1, max = 30;
    Duration tick = 5s;
    double slow_price = 50;
    std::uint64_t seed = 1;
    bool proxy = false;            ///< rate and latency are seen too
    double first_rate = 0;         ///< the service begins with the replicas that carry it at 60 %
    std::int64_t release_at = -1;  ///< tick in which the release comes; negative: never
  };
  Plant(const Setup& setup, Instant begin);

  /// Lets one tick pass under this load (requests a second). `granted`: the share of its cores that the host has for
  /// each replica, 0 to 1. Returns what is then seen.
  const Sight& Step(double rate, double granted = 1);
  /// Cores that its replicas would use in the next tick, were they all free.
  double CoresWanted(double rate) const;
  /// From now on this many are meant to run.
  void Order(int count);

  int wanted() const { return wanted_; }
  double capacity() const { return each_; }         ///< requests a second that one replica serves at most, now
  const Served& served() const { return served_; }  ///< in the last tick
  bool waiting() const { return line_.backlog() > 0; }
  int running() const { return static_cast<int>(ready_.size() + starting_.size()); }
  Score Result() const { return keeper_.Result(); }

 private:
  struct Unit {
    std::int64_t id = 0;
    Instant created_at{}, ready_at{}, warm_at{};
    double bias = 1, speed = 1;
  };
  Unit Made(Duration start);
  void Begin();
  double CapacityOver(Duration tick) const;
  double Neighbours() const;
  void Look(double rate, double capacity, double granted);
  bool Lost() const;

  Setup setup_;
  Noise noise_;
  WaitingLine line_;
  ScoreKeeper keeper_;
  Instant now_;
  std::int64_t tick_ = 0, last_id_ = 0;
  int wanted_ = 0;
  double each_;  ///< capacity of one replica now
  Served served_;
  double mix_ = 0;  ///< how far the size of requests has wandered, relative
  std::vector<Unit> ready_, starting_;
  std::vector<Instant> stopping_;  ///< until when each is paid for
  Sight sight_;
};

}  // namespace docktor::simulate
