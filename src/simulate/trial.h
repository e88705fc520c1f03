#pragma once

#include <cstdint>
#include <functional>

#include "core/spec.h"
#include "simulate/cockpit.h"
#include "simulate/plant.h"
#include "simulate/trace.h"

namespace docktor::simulate {

/// Decides at the end of each tick: a count, or nothing.
using Controller = std::function<std::optional<int>(const Sight&)>;

/// What one tick of a run was like.
struct Moment {
  Instant at{};
  double rate = 0;
  double needed = 0;  ///< fully busy replicas
  int wanted = 0;
  int ready = 0;        ///< replicas that serve
  double violated = 0;  ///< share of the tick's requests
};

struct Trial {
  ServiceModel model;
  int min = 1, max = 30;
  Duration tick = 5s;
  double slow_price = 50;
  bool proxy = false;               ///< rate and latency are seen
  double scale = 1;                 ///< of the trace's rates
  std::function<bool()> stop = {};  ///< asked now and then; true ends the run early
  Instant begin{
      std::chrono::sys_days{std::chrono::year{2026} / 1 / 5}};  ///< by the service's clock: a Monday, midnight
};

/// Lets `controller` run the service through the trace. `watch` is told each tick, where there is one.
Score Play(const Trial& trial, const Trace& trace, const Controller& controller,
           const std::function<void(const Moment&)>& watch = {});

/// A service of its own for each of `trials`, all on one host with so many cores, of which a replica may use as many as
/// its model says: where all together want more, each gets less. They share the trace; begin and tick are those of the
/// first.
std::vector<Score> FlyTogether(const std::vector<Trial>& trials, int cores, const Trace& trace, const Spec& spec,
                               const std::function<void(std::size_t trial, const Moment&)>& watch = {});

/// The same as Play with the pilot that runs in production; it begins without having learned anything.
Score Fly(const Trial& trial, const Trace& trace, Spec spec, const std::function<void(const Moment&)>& watch = {},
          const Cockpit::Model& model = {});

}  // namespace docktor::simulate
