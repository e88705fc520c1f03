#include "pilot/fleet.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace docktor::pilot {

namespace {

constexpr Duration kBetweenLessons = 5min;

Reserved Plus(const Reserved& a, const Reserved& b) {
  return {a.replicas + b.replicas, a.cpus + b.cpus, a.memory_bytes + b.memory_bytes};
}
Reserved Less(const Reserved& a, const Reserved& b) {
  return {a.replicas - b.replicas, a.cpus - b.cpus, a.memory_bytes - b.memory_bytes};
}

}  // namespace

Fleet::Fleet(SpecSource spec_of, FleetMemory memory) : spec_of_(std::move(spec_of)), memory_(std::move(memory)) {}

void Fleet::Feed(Member& member, const Event& event, Instant now, std::vector<Effect>& out) {
  const Surroundings around{.host = host_,
                            .promised_bytes = promised_bytes_ - member.promised_bytes,
                            .others = Less(reserved_total_, member.reserved),
                            .engine_lost = engine_lost_,
                            .date_ahead = date_ahead_,
                            .next_id = DecisionId{memory_.last_id.value + 1}};
  auto step = member.pilot.On(event, around, now);
  if (step.decision) memory_.last_id = std::max(memory_.last_id, step.decision->id);
  out.insert(out.end(), std::make_move_iterator(step.effects.begin()), std::make_move_iterator(step.effects.end()));
  const auto promised = member.pilot.PromisedBytes();
  promised_bytes_ += promised - std::exchange(member.promised_bytes, promised);
  const auto reserved = member.pilot.Reserves();
  reserved_total_ = Plus(Less(reserved_total_, member.reserved), reserved);
  member.reserved = reserved;
}

void Fleet::KeepLearned(std::vector<Effect>& out) const {
  KeepLessons keep;
  for (const auto& [key, member] : members_)
    if (auto lessons = member.pilot.Learned()) keep.lessons.push_back({key, *std::move(lessons)});
  if (!keep.lessons.empty()) out.push_back(std::move(keep));
}

std::vector<Effect> Fleet::OnTick(Instant now) {
  std::vector<Effect> out;
  for (auto& [key, member] : members_)
    if (const auto due = member.pilot.Due(); due && *due <= now) Feed(member, Tick{}, now, out);
  if (now < next_lessons_) return out;
  if (next_lessons_ != Instant{}) KeepLearned(out);
  next_lessons_ = now + kBetweenLessons;
  return out;
}

std::vector<Effect> Fleet::OnReadings(Readings readings, Instant now) {
  std::vector<Effect> out;
  if (readings.host) host_ = readings.host;
  std::vector<Member*> read;
  for (auto& reading : readings.replicas) {
    const auto owner = owners_.find(reading.replica.value);
    if (owner == owners_.end()) continue;
    auto& sweep = owner->second->sweep;
    if (sweep.empty()) read.push_back(owner->second);
    sweep.push_back(std::move(reading));
  }
  for (auto* member : read) Feed(*member, std::exchange(member->sweep, {}), now, out);
  for (const auto& reading : readings.services)
    if (const auto found = members_.find(reading.service); found != members_.end())
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

Fleet::Member& Fleet::MemberOf(const ServiceFacts& facts, std::vector<Effect>& out) {
  if (const auto found = members_.find(facts.key); found != members_.end()) return found->second;
  ServicePilot pilot(SpecOf(facts, out), memory_.services[facts.key]);
  return members_.emplace(facts.key, Member{.pilot = std::move(pilot)}).first->second;
}

std::vector<Effect> Fleet::OnTopology(const Topology& topology, Instant now) {
  std::vector<Effect> out;
  engine_lost_ = false;
  owners_.clear();
  for (const auto& facts : topology.services) {
    auto& member = MemberOf(facts, out);
    for (const auto& replica : facts.replicas) owners_[replica.id.value] = &member;
    member.facts = facts;
    Feed(member, SpecOf(facts, out), now, out);
    Feed(member, facts, now, out);
  }
  return out;
}

std::vector<Effect> Fleet::OnActivity(const Activity& activity, Instant now) {
  std::vector<Effect> out;
  if (const auto found = members_.find(activity.service); found != members_.end())
    Feed(found->second, activity, now, out);
  return out;
}

std::vector<Effect> Fleet::OnOutlook(const ServiceKey& service, const forecast::Outlook& outlook, Instant now) {
  std::vector<Effect> out;
  if (const auto found = members_.find(service); found != members_.end()) Feed(found->second, outlook, now, out);
  return out;
}

std::vector<Effect> Fleet::OnReport(const ActionReport& report, Instant now) {
  std::vector<Effect> out;
  if (const auto found = members_.find(report.service); found != members_.end()) Feed(found->second, report, now, out);
  return out;
}

std::vector<Effect> Fleet::OnBalancerTold(const BalancerTold& told, Instant now) {
  std::vector<Effect> out;
  if (const auto found = members_.find(told.service); found != members_.end()) Feed(found->second, told, now, out);
  return out;
}

std::vector<Effect> Fleet::OnJudgement(const Judgement& judgement, Instant now) {
  std::vector<Effect> out;
  if (const auto found = members_.find(judgement.service); found != members_.end())
    Feed(found->second, judgement, now, out);
  return out;
}

std::vector<Effect> Fleet::OnCommand(const CommandGiven& given, Instant now) {
  std::vector<Effect> out;
  if (const auto found = members_.find(given.command.service); found != members_.end())
    Feed(found->second, given, now, out);
  else
    out.push_back(Reply{given.ticket, Fail(Errc::kNotFound, "there is no service " + given.command.service.Text())});
  return out;
}

std::vector<Effect> Fleet::OnSettingsChanged(Instant now) {
  std::vector<Effect> out;
  for (auto& [key, member] : members_) Feed(member, SpecOf(member.facts, out), now, out);
  return out;
}

std::vector<Effect> Fleet::Close() {
  std::vector<Effect> out;
  for (auto& [key, member] : members_)
    for (auto& body : member.pilot.Close()) out.push_back(Append{std::move(body)});
  KeepLearned(out);
  return out;
}

std::optional<Instant> Fleet::Due() const {
  std::optional<Instant> first;
  for (const auto& [key, member] : members_)
    if (const auto due = member.pilot.Due(); due && (!first || *due < *first)) first = due;
  return first;
}

Snapshot Fleet::View(Instant now) const {
  Snapshot snapshot{.at = now, .host = host_};
  for (const auto& [key, member] : members_) snapshot.services.push_back(member.pilot.View());
  return snapshot;
}

}  // namespace docktor::pilot
