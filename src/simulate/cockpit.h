#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/decision.h"
#include "core/reading.h"
#include "core/record.h"
#include "core/service.h"
#include "pilot/fleet.h"
#include "simulate/own_past.h"

namespace docktor::simulate {

/// One replica as a simulated engine shows it.
struct SeenReplica {
  std::int64_t id = 0;
  bool ready = false;
  Instant created_at{};
  double cpu = 0;       ///< share of what it may use, over the last tick, 0 to 1
  double memory = 0;    ///< share of its limit, 0 to 1
  double received = 0;  ///< bytes a second
  bool read = true;     ///< false: of this tick there is no reading of it
};

/// What is seen of the service at the end of a tick. Replicas in the order of their ids.
struct Sight {
  Instant now{};
  Duration tick{0};
  std::vector<SeenReplica> replicas;
  double cpus = 1;                         ///< that each of them may use, in cores; > 0
  std::optional<HostReading> host = {};    ///< where the replicas run; empty: as much as they want
  std::optional<double> rate = {};         ///< requests a second, where a load balancer tells them
  std::optional<double> latency_p95 = {};  ///< seconds
};

/// A service in front of which a load balancer tells rate and latency; an answer that takes longer than `slow_after` is
/// slow, unless the spec has an SLO of its own.
Spec BehindProxy(Spec spec, const Slo& slo);

/// Flies one simulated service with the pilot that runs in production: what the pilots are shown, and what they order,
/// is all that differs.
class Cockpit {
 public:
  /// A language model, for a spec that names one: what it says at a tick is heard at the next. Empty: it never answers.
  using Model = std::function<Judgement(const Consultation&)>;
  /// Is told each record that the journal would hold. Empty: they are only counted.
  using Journal = std::function<void(const RecordBody&)>;
  explicit Cockpit(Spec spec, Model model = {}, Journal journal = {});

  /// Shows the pilot a tick. Returns the count that it ordered, where it ordered one. What it ordered is taken to be
  /// done by the next sight, which is where it sees what came of it.
  std::optional<int> Fly(const Sight& sight);

  std::int64_t records() const { return records_; }  ///< that the journal would hold
  pilot::ServiceView View(Instant now) const { return fleet_.View(now).services.at(0); }

 private:
  Topology TopologyOf(const Sight& sight) const;
  Readings ReadingsOf(const Sight& sight) const;
  bool Differs(const Sight& sight) const;
  void Report(const Sight& sight);
  void TellOutlook(const Sight& sight);
  void Take(std::vector<pilot::Effect> effects);
  void Record(const RecordBody& body);

  Spec spec_;
  pilot::Fleet fleet_;
  std::vector<SeenReplica> before_;
  bool stale_ = true;  ///< what the pilot has been shown of the replicas
  std::optional<Decision> ordered_;
  Model model_;
  Journal journal_;
  std::optional<Judgement> answer_;
  OwnPast past_;
  Instant next_outlook_{};
  std::int64_t records_ = 0;
};

}  // namespace docktor::simulate
