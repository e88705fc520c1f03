#pragma once

#include <string_view>
#include <vector>

#include "core/result.h"

namespace docktor::simulate {

/// What a simulated service is like. One replica is a server of requests that wait for one another (M/M/1).
struct ServiceModel {
  std::string_view name = "web";
  double cpus = 1;            ///< cores that one replica may use
  double capacity = 50;       ///< requests a second that one replica serves at most
  double slow_after = 0.5;    ///< seconds; slower answers are violations
  double least_start = 5;     ///< seconds until a new replica is ready, at least
  double most_start = 8;      ///< and at most
  double warm_up = 5;         ///< seconds after that at half capacity
  double start_cpu = 0.4;     ///< share of its limit that a starting replica burns
  double cpu_noise = 0.06;    ///< relative, of each reading
  double cpu_bias = 0.04;     ///< relative, of each replica for its whole life
  double bytes = 2000;        ///< that a request brings
  double release_at = 1;      ///< share of the run after which a release changes what a replica can do; 1: none does
  double release_factor = 1;  ///< its capacity from then on, to what it was
  double knee_factor = 1;     ///< how much later (above 1) or earlier a replica gets slow than the queue says
  double knee_exponent = 1;   ///< bends the curve: below 1 it gets slow late and suddenly, above 1 early and gently
  double lost_readings = 0;   ///< share of the ticks of which nothing is read
  double speed_spread = 0;    ///< relative, of what each replica can do for its whole life
  double neighbours = 0;      ///< share of its core that others on the host take from a replica at their worst
};

/// The three that strategies are compared on: `web` (a quick start), `jvm` (slow to start and to warm up, and a slower
/// release after 60 % of the run) and `light` (a very quick start and noisy CPU).
const std::vector<ServiceModel>& ServiceModels();
/// `web`, made difficult: `slow` takes minutes to start; the requests of `bursty` come in clumps (G/G/1 with twice the
/// variance on both sides, by Kingman's formula: slow at half the idle share); the replicas of `uneven` differ by a
/// fifth; to those of `shared` noisy neighbours leave half a core for minutes.
const std::vector<ServiceModel>& DifficultModels();
/// kNotFound: the hint lists those that there are.
Result<ServiceModel> FindServiceModel(std::string_view name);

}  // namespace docktor::simulate
