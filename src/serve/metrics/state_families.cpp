#include <algorithm>

#include "core/json.h"
#include "core/latency_signal.h"
#include "decide/strategy.h"
#include "operations/now/status.h"
#include "serve/metrics/service_family.h"

namespace docktor::serve::metrics {
namespace {

constexpr Duration kLately = 15s;  // of the readings that memory is the mean of

std::optional<double> SignalNow(const pilot::ServiceView& view, const std::string& name) {
  for (const auto& signal : view.inputs.signals)
    if (signal.name == name) return signal.mean;
  return std::nullopt;
}

double Replicas(const pilot::ServiceView& view) {
  return static_cast<double>(std::count_if(view.replicas.begin(), view.replicas.end(),
                                           [](const Replica& replica) { return Runs(replica.phase); }));
}

double Ready(const pilot::ServiceView& view) {
  return static_cast<double>(std::count_if(view.replicas.begin(), view.replicas.end(),
                                           [](const Replica& replica) { return replica.phase == Phase::kReady; }));
}

std::optional<double> Desired(const pilot::ServiceView& view) {
  if (view.in_flight) return view.in_flight->to;
  return view.decision ? std::optional<double>(view.decision->verdict.count) : std::nullopt;
}

std::optional<double> WorkingSet(const Seen& seen) {
  std::optional<double> bytes;
  for (const auto& replica : seen.view.replicas)
    if (const auto usage = seen.meter.Since(replica.id, seen.now - kLately); usage && Runs(replica.phase))
      bytes = bytes.value_or(0) + static_cast<double>(usage->memory_bytes);
  return bytes;
}

bool IsPaused(const pilot::ServiceView& view) { return operations::ModeOf(view) == operations::Mode::kPaused; }

Points Mode(const Seen& seen) {
  return {PointOf(1, {{"mode", std::string(ToJson(operations::ModeOf(seen.view)).as_string())}})};
}

Points Signals(const Seen& seen) {
  std::map<std::string, double> means;
  for (const auto& signal : seen.view.inputs.signals)
    if (signal.mean) means[signal.name] = *signal.mean;
  Points points;
  for (const auto& [name, mean] : means) points.push_back(PointOf(mean, {{"signal", name}}));
  return points;
}

Points SignalTargets(const Seen& seen) {
  std::map<std::string, double> targets;
  for (const auto& wanted : seen.view.spec.signals) targets[wanted.signal] = wanted.target;
  Points points;
  for (const auto& [name, target] : targets) points.push_back(PointOf(target, {{"signal", name}}));
  return points;
}

Points Sources(const Seen& seen) {
  std::map<std::string, Point> sources;
  for (const auto& source : seen.view.spec.sources) {
    if (LatencySignal::Parse(source.signal) && !SignalNow(seen.view, source.signal)) continue;  // nobody may ask
    const Labels labels{{"source", source.signal}, {"kind", std::string(ToJson(source.kind).as_string())}};
    sources.emplace(source.signal, PointOf(SignalNow(seen.view, source.signal) ? 1 : 0, labels));
  }
  Points points;
  for (auto& [name, point] : sources) points.push_back(std::move(point));
  return points;
}

std::optional<double> LastLook(const Seen& seen) {
  if (!seen.view.decision) return std::nullopt;
  return Seconds((seen.view.decision->at + seen.date_ahead).time_since_epoch());
}

std::optional<double> CpuTarget(const pilot::ServiceView& view) { return decide::CpuTarget(view.spec); }

}  // namespace

std::vector<ServiceFamily> StateFamilies() {
  return {
      {"docktor_service_replicas", Type::Gauge, "Replicas that run, ready or not.",
       [](const Seen& s) { return OneOf(Replicas(s.view)); }},
      {"docktor_service_replicas_ready", Type::Gauge, "Replicas that are ready.",
       [](const Seen& s) { return OneOf(Ready(s.view)); }},
      {"docktor_service_replicas_desired", Type::Gauge, "Replicas that the last decision wants, within all limits.",
       [](const Seen& s) { return OneOf(Desired(s.view)); }},
      {"docktor_service_replicas_min", Type::Gauge, "The minimum in the settings.",
       [](const Seen& s) { return OneOf(s.view.spec.min); }},
      {"docktor_service_replicas_max", Type::Gauge, "The maximum in the settings.",
       [](const Seen& s) { return OneOf(s.view.spec.max); }},
      {"docktor_service_missing_readings", Type::Gauge, "Ready replicas without a fresh reading.",
       [](const Seen& s) { return OneOf(s.view.inputs.missing); }},
      {"docktor_service_cpu_usage_ratio", Type::Gauge,
       "Mean CPU of the ready replicas, of their own limits; absent while it cannot be read.",
       [](const Seen& s) { return OneOf(SignalNow(s.view, "cpu.utilization")); }},
      {"docktor_service_cpu_target_ratio", Type::Gauge, "The CPU that its replicas are steered to.",
       [](const Seen& s) { return OneOf(CpuTarget(s.view)); }},
      {"docktor_service_memory_working_set_bytes", Type::Gauge, "Memory of all replicas that could be read.",
       [](const Seen& s) { return OneOf(WorkingSet(s)); }},
      {"docktor_service_signal", Type::Gauge, "Each signal at its name; absent while it cannot be read.", Signals},
      {"docktor_service_signal_target", Type::Gauge, "What each signal is steered to, CPU aside.", SignalTargets},
      {"docktor_metric_source_up", Type::Gauge, "Whether the source of a signal can be read.", Sources},
      {"docktor_service_mode", Type::Gauge, "How the service is treated at present; always 1.", Mode},
      {"docktor_service_enabled", Type::Gauge, "Whether Docktor may change the service.",
       [](const Seen& s) { return OneOf(s.view.spec.enabled); }},
      {"docktor_service_paused", Type::Gauge, "Whether somebody has paused its scaling, one way or both.",
       [](const Seen& s) { return OneOf(IsPaused(s.view)); }},
      {"docktor_service_acting", Type::Gauge, "Whether replicas are being added, removed or resized.",
       [](const Seen& s) { return OneOf(s.view.in_flight.has_value()); }},
      {"docktor_service_settings_valid", Type::Gauge, "0: its settings are wrong, and it is not scaled for that.",
       [](const Seen& s) { return OneOf(s.view.spec.trouble.empty()); }},
      {"docktor_approvals_pending", Type::Gauge, "Proposals that wait for a person.",
       [](const Seen& s) { return OneOf(s.view.proposal.has_value()); }},
      {"docktor_evaluation_last_timestamp_seconds", Type::Gauge, "When the service was last looked at.",
       [](const Seen& s) { return OneOf(LastLook(s)); }},
      {"docktor_evaluation_interval_seconds", Type::Gauge, "The time between two looks at it.",
       [](const Seen& s) { return OneOf(Seconds(s.view.spec.interval)); }},
      {"docktor_looks_total", Type::Counter, "Looks at the service.",
       [](const Seen& s) { return OneOf(static_cast<double>(s.view.looks)); }},
      {"docktor_late_looks_total", Type::Counter, "Looks that were taken more than a second after they were due.",
       [](const Seen& s) { return OneOf(static_cast<double>(s.view.late_looks)); }},
  };
}

}  // namespace docktor::serve::metrics
