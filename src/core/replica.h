#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/ids.h"
#include "core/time.h"

#include <boost/describe.hpp>

namespace docktor {

enum class Phase {
  kStarting,   ///< runs, not known to be ready, and its start deadline is ahead
  kReady,      ///< runs and is healthy (without a health check: runs)
  kDraining,   ///< chosen to go: being stopped
  kUnhealthy,  ///< fails its health check, was not ready by its start deadline, or is restarted again and again
  kPaused,     ///< frozen by somebody; serves nothing
  kExited,     ///< created, exited or dead: not a replica, but Compose counts it
};
BOOST_DESCRIBE_ENUM(Phase, kStarting, kReady, kDraining, kUnhealthy, kPaused, kExited)

/// What one replica may use. Empty: no limit of its own.
struct Limits {
  std::optional<double> cpus;                ///< cores, > 0
  std::optional<std::int64_t> memory_bytes;  ///< > 0
  friend bool operator==(const Limits&, const Limits&) = default;
};
BOOST_DESCRIBE_STRUCT(Limits, (), (cpus, memory_bytes))

/// How a container is told to end.
struct StopTerms {
  int signal = 15;       ///< by its number; TERM where its image and its configuration name none
  Duration grace = 10s;  ///< what does not end of it is killed after that
  friend bool operator==(const StopTerms&, const StopTerms&) = default;
};

/// One container of a service, as last seen.
struct Replica {
  ContainerId id;
  std::string name;  ///< without the leading slash
  int number = 0;    ///< Compose's container-number; only grows, never a count
  Phase phase = Phase::kStarting;
  Instant created_at{};
  Instant started_at{};  ///< of its present run; meaningless while it does not run
  Limits limits;
  std::string config_hash;             ///< Compose's; replicas with unequal hashes were made from different files
  bool copy = false;                   ///< made by Docktor: its anonymous volumes are nobody else's
  std::int64_t pid = 0;                ///< of its first process on this host; 0 when it does not run
  int exit_code = 0;                   ///< of its last run, when it does not run
  bool out_of_memory = false;          ///< the kernel ended that run, because it wanted more memory than its limit
  std::vector<std::string> addresses;  ///< IP addresses at which the host reaches it while it runs
  std::string copy_of = {};            ///< the decision that it was made for (label docktor.copy); empty: not a copy
  std::string run = {};  ///< its present run, or the last: the engine's own word, only to be told from others
  StopTerms stop = {};   ///< where somebody else stops it
  friend bool operator==(const Replica&, const Replica&) = default;
};
BOOST_DESCRIBE_STRUCT(Replica, (),
                      (id, name, number, phase, created_at, started_at, limits, config_hash, copy, pid, exit_code,
                       out_of_memory, addresses))

/// Whether the replica runs, be it ready or not: what "replicas" counts.
constexpr bool Runs(Phase phase) { return phase != Phase::kExited; }
inline bool Runs(const Replica& replica) { return Runs(replica.phase); }

}  // namespace docktor
