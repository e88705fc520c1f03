#include "simulate/cockpit.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "forecast/foreseen.h"

namespace docktor::simulate {
namespace {

constexpr std::int64_t kMemoryLimit = 1 << 30;

ContainerId IdOf(const SeenReplica& replica) { return {fmt::format("{:012x}", replica.id)}; }

bool Among(const std::vector<SeenReplica>& all, std::int64_t id) {
  return std::any_of(all.begin(), all.end(), [id](const SeenReplica& r) { return r.id == id; });
}

constexpr auto kRate = "requests_per_second", kLatency = "latency.p95";

}  // namespace

Spec BehindProxy(Spec spec, const Slo& slo) {
  for (const auto* signal : {kRate, kLatency}) spec.sources.push_back({.signal = signal});
  if (!spec.adaptive.slo) spec.adaptive.slo = slo;
  return spec;
}

Cockpit::Cockpit(Spec spec, Model model, Journal journal)
    : spec_(std::move(spec)),
      fleet_([this](const ServiceFacts&, std::optional<int>) { return spec_; }, {}),
      model_(std::move(model)),
      journal_(std::move(journal)) {}

Topology Cockpit::TopologyOf(const Sight& sight) const {
  ServiceFacts facts{.key = spec_.key, .at = sight.now};
  for (const auto& seen : sight.replicas) {
    Replica replica{
        .id = IdOf(seen), .number = static_cast<int>(seen.id), .phase = seen.ready ? Phase::kReady : Phase::kStarting};
    replica.created_at = replica.started_at = seen.created_at;
    replica.limits = {.cpus = sight.cpus, .memory_bytes = kMemoryLimit};
    replica.copy = true;
    facts.replicas.push_back(std::move(replica));
  }
  return {.at = sight.now, .services = {std::move(facts)}};
}

Readings Cockpit::ReadingsOf(const Sight& sight) const {
  Readings readings{.host = sight.host};
  const auto tell = [&](const char* signal, const std::optional<double>& value) {
    if (value) readings.services.push_back({spec_.key, signal, sight.now, value});
  };
  tell(kRate, sight.rate);
  tell(kLatency, sight.latency_p95);
  for (const auto& seen : sight.replicas)
    if (seen.read)
      readings.replicas.push_back({.replica = IdOf(seen),
                                   .at = sight.now,
                                   .over = sight.tick,
                                   .cpu_cores = seen.cpu * sight.cpus,
                                   .memory_bytes = static_cast<std::int64_t>(seen.memory * kMemoryLimit),
                                   .network_rx_bytes = seen.received});
  return readings;
}

/// From what the pilot was shown last; replicas that start grow older meanwhile.
bool Cockpit::Differs(const Sight& sight) const {
  return !std::equal(sight.replicas.begin(), sight.replicas.end(), before_.begin(), before_.end(),
                     [](const SeenReplica& a, const SeenReplica& b) { return a.id == b.id && a.ready && b.ready; });
}

/// What has come of the last order.
void Cockpit::Report(const Sight& sight) {
  if (!ordered_) return;
  ActionReport report{.decision = ordered_->id, .service = spec_.key, .at = sight.now, .ok = true};
  for (const auto& seen : sight.replicas)
    if (!Among(before_, seen.id)) report.added.push_back(IdOf(seen));
  for (const auto& seen : before_)
    if (!Among(sight.replicas, seen.id)) report.removed.push_back(IdOf(seen));
  ordered_.reset();
  stale_ = true;
  Record(ActionEnded{report});
  Take(fleet_.OnReport(report, sight.now));
}

void Cockpit::Take(std::vector<pilot::Effect> effects) {
  for (auto& effect : effects) {
    if (const auto* append = std::get_if<pilot::Append>(&effect)) Record(append->body);
    const auto* consult = std::get_if<pilot::Consult>(&effect);
    if (consult != nullptr && model_) answer_ = model_(consult->consultation);
    auto* start = std::get_if<pilot::StartAction>(&effect);
    if (start == nullptr) continue;
    Record(Intent{start->decision});
    ordered_ = std::move(start->decision);
  }
}

void Cockpit::Record(const RecordBody& body) {
  ++records_;
  if (journal_) journal_(body);
}

/// As the daemon does.
void Cockpit::TellOutlook(const Sight& sight) {
  LoadPoint load{.at = sight.now - sight.tick};
  for (const auto& seen : sight.replicas) {
    if (!seen.ready || !seen.read) continue;
    load.demand += seen.cpu;
    ++load.running;
  }
  if (load.running == 0 || !past_.Note(load) || sight.now < next_outlook_) return;
  next_outlook_ = sight.now + forecast::kOutlookKept;
  if (forecast::WantsOutlooks(spec_, View(sight.now).start_time))
    Take(fleet_.OnOutlook(spec_.key, forecast::LookOut(past_.steps(), sight.now), sight.now));
}

std::optional<int> Cockpit::Fly(const Sight& sight) {
  Report(sight);
  if (std::exchange(stale_, false) || Differs(sight)) Take(fleet_.OnTopology(TopologyOf(sight), sight.now));
  Take(fleet_.OnReadings(ReadingsOf(sight), sight.now));
  if (auto answer = std::exchange(answer_, std::nullopt)) Take(fleet_.OnJudgement(*answer, sight.now));
  TellOutlook(sight);
  Take(fleet_.OnTick(sight.now));
  before_ = sight.replicas;
  return ordered_ ? std::optional(ordered_->action->to) : std::nullopt;
}

}  // namespace docktor::simulate
