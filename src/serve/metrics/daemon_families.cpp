#include "serve/metrics/daemon_families.h"

namespace docktor::serve::metrics {
namespace {

Family Gauge(const char* name, const char* help, Points points) {
  return {.name = name, .help = help, .type = Type::Gauge, .metric = std::move(points)};
}

std::vector<Family> HostFamilies(const HostReading& host) {
  return {Gauge("docktor_host_cpu_usage_ratio", "CPU of the engine's machine, of all its cores.",
                OneOf(host.cpu_utilization)),
          Gauge("docktor_host_memory_bytes", "Memory of the engine's machine.",
                OneOf(static_cast<double>(host.memory_bytes))),
          Gauge("docktor_host_memory_available_bytes", "Memory of it that could still be taken.",
                OneOf(static_cast<double>(host.memory_available_bytes)))};
}

}  // namespace

std::vector<Family> DaemonFamilies(const operations::Context& context, const pilot::Snapshot& snapshot) {
  const bool settings_valid = !context.settings_trouble || !context.settings_trouble();
  std::vector<Family> families{
      Gauge("docktor_build_info", "The version that runs; always 1.",
            {PointOf(1, {{"version", context.facts.version}})}),
      Gauge("docktor_engine_up", "Whether the Docker engine answers.", OneOf(!snapshot.engine_lost)),
      Gauge("docktor_journal_writable", "Whether the disk takes the journal.", OneOf(!snapshot.journal_error)),
      Gauge("docktor_settings_valid", "0: changed settings are refused, the old ones are in force.",
            OneOf(settings_valid))};
  families.push_back({.name = "docktor_decision_duration_seconds",
                      .help = "How long it took to decide, and order, all that was due at once.",
                      .type = Type::Histogram,
                      .metric = {HistogramOf(snapshot.decided_in, {})}});
  if (snapshot.host)
    for (auto& family : HostFamilies(*snapshot.host)) families.push_back(std::move(family));
  return families;
}

}  // namespace docktor::serve::metrics
