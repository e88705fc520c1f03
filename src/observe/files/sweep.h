#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>

#include "core/reading.h"
#include "core/result.h"
#include "core/service.h"
#include "observe/counters.h"
#include "observe/files/cgroup_reader.h"
#include "observe/files/host.h"
#include "observe/files/io_reader.h"
#include "observe/files/roots.h"
#include "observe/measure.h"

namespace docktor::observe {

/// The replicas to read, each with its first process.
using Watched = std::map<ContainerId, std::int64_t>;

/// Those of a topology that run.
Watched RunningReplicas(const Topology& topology);

/// Why a replica's counters could not be read; the host's are under the empty id.
using Problems = std::map<ContainerId, Error>;

/// Samples all replicas and the host, and keeps what the next time needs. One thread at a time.
class Sweep {
 public:
  /// What `IoCounters` tell is read in the first sweep that a replica is in, and then in every so manieth; a fifth of
  /// the replicas each time.
  static constexpr unsigned kIoEvery = 5;

  explicit Sweep(Roots roots) : roots_(roots), host_(std::move(roots)) {}

  /// Reads what is watched now and forgets the rest. A replica whose counters cannot be read has no reading and
  /// begins anew with its next sample; why is in `LastProblems`.
  Readings Take(const Watched& watched, Instant now);
  const Problems& LastProblems() const { return problems_; }

 private:
  struct Source {
    std::int64_t pid = 0;
    unsigned turn = 0;  ///< in which of `kIoEvery` sweeps its IoCounters are read
    std::optional<CgroupReader> reader = {};
    std::optional<IoReader> io = {};
    unsigned samples = 0;
    Measure measure = {};
  };
  Source Begin(std::int64_t pid) { return {.pid = pid, .turn = next_turn_++ % kIoEvery}; }
  Status Open(const ContainerId& id, Source& source);
  Result<Sample> TakeSample(const ContainerId& id, Source& source);

  Roots roots_;
  Host host_;
  std::map<ContainerId, Source> sources_;
  unsigned next_turn_ = 0;
  Problems problems_;
};

}  // namespace docktor::observe
