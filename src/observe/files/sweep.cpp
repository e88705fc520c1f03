#include "observe/files/sweep.h"

namespace docktor::observe {

using SteadyClock = std::chrono::steady_clock;

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
    if (source.pid != pid) source = Begin(pid);
    const auto sample = TakeSample(id, source);
    if (!sample) {
      source = Begin(pid);
      problems_.emplace(id, sample.error());
      continue;
    }
    if (auto reading = source.measure.Take(id, *sample, now)) readings.replicas.push_back(*std::move(reading));
  }
  if (auto host = host_.Read(now))
    readings.host = *host;
  else
    problems_.emplace(ContainerId{}, host.error());
  return readings;
}

Result<Sample> Sweep::TakeSample(const ContainerId& id, Source& source) {
  if (!source.reader)
    if (const auto opened = Open(id, source); !opened) return tl::unexpected(opened.error());
  const auto counters = source.reader->Read();
  if (!counters) return tl::unexpected(counters.error());
  Sample sample{SteadyClock::now(), *counters};
  if (source.samples == 0 || (source.samples + source.turn) % kIoEvery == 0) sample.io = source.io->Read();
  ++source.samples;
  return sample;
}

Status Sweep::Open(const ContainerId& id, Source& source) {
  const auto folders = FindCgroup(roots_, id, source.pid);
  if (!folders) return tl::unexpected(folders.error());
  auto reader = CgroupReader::Open(*folders);
  if (!reader) return tl::unexpected(reader.error());
  source.reader = *std::move(reader);
  source.io.emplace(roots_, *folders, source.pid);
  return {};
}

}  // namespace docktor::observe
