#include "pilot/fleet.h"

#include <algorithm>
#include <iterator>

namespace docktor::pilot {

namespace {

Reserved Plus(const Reserved& a, const Reserved& b) {
  return {a.replicas + b.replicas, a.cpus + b.cpus, a.memory_bytes + b.memory_bytes};
}
Reserved Less(const Reserved& a, const Reserved& b) {
  return {a.replicas - b.replicas, a.cpus - b.cpus, a.memory_bytes - b.memory_bytes};
}

}  // namespace

Fleet::Fleet(SpecSource spec_of, FleetMemory memory) : spec_of_(std::move(spec_of)), memory_(std::move(memory)) {}

void Fleet::Feed(ServicePilot& pilot, const Event& event, Instant now, std::vector<Effect>& out) {
  const auto key = pilot.key();
  const Surroundings around{.host = host_,
                            .promised_bytes = promised_bytes_ - promised_[key],
                            .others = Less(reserved_total_, reserved_[key]),
                            .engine_lost = engine_lost_,
                            .next_id = DecisionId{memory_.last_id.value + 1}};
  auto step = pilot.On(event, around, now);
  if (step.decision) memory_.last_id = std::max(memory_.last_id, step.decision->id);
  out.insert(out.end(), std::make_move_iterator(step.effects.begin()), std::make_move_iterator(step.effects.end()));
  const auto promised = pilot.PromisedBytes();
  promised_bytes_ += promised - std::exchange(promised_[key], promised);
  const auto reserved = pilot.Reserves();
  reserved_total_ = Plus(Less(reserved_total_, reserved_[key]), reserved);
  reserved_[key] = reserved;
}

std::vector<Effect> Fleet::OnTick(Instant now) {
  std::vector<Effect> out;
  for (auto& [key, pilot] : pilots_)
    if (const auto due = pilot.Due(); due && *due <= now) Feed(pilot, Tick{}, now, out);
  return out;
}

std::vector<Effect> Fleet::OnReadings(const Readings& readings, Instant now) {
  std::vector<Effect> out;
  if (readings.host) host_ = readings.host;
  std::map<ServiceKey, Sweep> sweeps;
  for (const auto& reading : readings.replicas)
    if (const auto owner = owners_.find(reading.replica); owner != owners_.end())
      sweeps[owner->second].push_back(reading);
  for (const auto& [key, sweep] : sweeps) Feed(pilots_.at(key), sweep, now, out);
  for (const auto& reading : readings.services)
    if (const auto found = pilots_.find(reading.service); found != pilots_.end())
      Feed(found->second, reading, now, out);
  return out;
}

/// The count that is found when a service is first enabled is kept: it is the minimum where nobody says one.
Spec Fleet::SpecOf(const ServiceFacts& facts, std::vector<Effect>& out) {
  auto& first = memory_.services[facts.key].first_count;
  auto spec = spec_of_(facts, first);
  const auto running =
      std::count_if(facts.replicas.begin(), facts.replicas.end(), [](const auto& r) { return Runs(r.phase); });
  if (!spec.enabled || first || running == 0) return spec;
  first = static_cast<int>(running);
  out.push_back(Append{FirstEnabled{facts.key, *first}});
  return spec_of_(facts, first);
}

ServicePilot& Fleet::PilotOf(const ServiceFacts& facts, std::vector<Effect>& out) {
  if (const auto found = pilots_.find(facts.key); found != pilots_.end()) return found->second;
  return pilots_.emplace(facts.key, ServicePilot(SpecOf(facts, out), memory_.services[facts.key])).first->second;
}

std::vector<Effect> Fleet::OnTopology(const Topology& topology, Instant now) {
  std::vector<Effect> out;
  engine_lost_ = false;
  owners_.clear();
  for (const auto& facts : topology.services)
    for (const auto& replica : facts.replicas) owners_[replica.id] = facts.key;
  for (const auto& facts : topology.services) {
    auto& pilot = PilotOf(facts, out);
    facts_[facts.key] = facts;
    Feed(pilot, SpecOf(facts, out), now, out);
    Feed(pilot, facts, now, out);
  }
  return out;
}

std::vector<Effect> Fleet::OnActivity(const Activity& activity, Instant now) {
  std::vector<Effect> out;
  if (const auto found = pilots_.find(activity.service); found != pilots_.end())
    Feed(found->second, activity, now, out);
  return out;
}

std::vector<Effect> Fleet::OnReport(const ActionReport& report, Instant now) {
  std::vector<Effect> out;
  if (const auto found = pilots_.find(report.service); found != pilots_.end()) Feed(found->second, report, now, out);
  return out;
}

std::vector<Effect> Fleet::OnBalancerTold(const BalancerTold& told, Instant now) {
  std::vector<Effect> out;
  if (const auto found = pilots_.find(told.service); found != pilots_.end()) Feed(found->second, told, now, out);
  return out;
}

std::vector<Effect> Fleet::OnCommand(const CommandGiven& given, Instant now) {
  std::vector<Effect> out;
  if (const auto found = pilots_.find(given.command.service); found != pilots_.end())
    Feed(found->second, given, now, out);
  else
    out.push_back(Reply{given.ticket, Fail(Errc::kNotFound, "there is no service " + given.command.service.Text())});
  return out;
}

std::vector<Effect> Fleet::OnSettingsChanged(Instant now) {
  std::vector<Effect> out;
  for (const auto& [key, facts] : facts_) Feed(pilots_.at(key), SpecOf(facts, out), now, out);
  return out;
}

std::vector<Effect> Fleet::Close() {
  std::vector<Effect> out;
  for (auto& [key, pilot] : pilots_)
    for (auto& body : pilot.Close()) out.push_back(Append{std::move(body)});
  return out;
}

std::optional<Instant> Fleet::Due() const {
  std::optional<Instant> first;
  for (const auto& [key, pilot] : pilots_)
    if (const auto due = pilot.Due(); due && (!first || *due < *first)) first = due;
  return first;
}

Snapshot Fleet::View(Instant now) const {
  Snapshot snapshot{.at = now, .host = host_};
  for (const auto& [key, pilot] : pilots_) snapshot.services.push_back(pilot.View());
  return snapshot;
}

}  // namespace docktor::pilot
