#include "observe/sweep.h"

#include "observe/rates.h"

namespace docktor::observe {

Watched RunningReplicas(const Topology& topology) {
  Watched watched;
  for (const auto& service : topology.services)
    for (const auto& replica : service.replicas)
      if (Runs(replica.phase) && replica.pid > 0) watched.emplace(replica.id, replica.pid);
  return watched;
}

Readings Sweep::Take(const Watched& watched, Instant now) {
  Readings readings;
  problems_.clear();
  std::erase_if(sources_, [&](const auto& source) { return !watched.contains(source.first); });
  for (const auto& [id, pid] : watched) {
    auto& source = sources_[id];
    if (source.pid != pid) source = Source{.pid = pid};
    const auto sample = TakeSample(id, source);
    if (!sample) {
      source = Source{.pid = pid};
      problems_.emplace(id, sample.error());
      continue;
    }
    if (source.before)
      if (auto reading = MakeReading(id, *source.before, *sample, now))
        readings.replicas.push_back(std::move(*reading));
    source.before = *sample;
  }
  if (auto host = host_.Read(now))
    readings.host = *host;
  else
    problems_.emplace(ContainerId{}, host.error());
  return readings;
}

Result<Sample> Sweep::TakeSample(const ContainerId& id, Source& source) {
  if (!source.reader) {
    auto reader = FindCgroup(roots_, id, source.pid).and_then(CgroupReader::Open);
    if (!reader) return tl::unexpected(reader.error());
    source.reader = std::move(*reader);
  }
  return source.reader->Read().map([](const Counters& counters) {
    return Sample{std::chrono::steady_clock::now(), counters};
  });
}

}  // namespace docktor::observe
