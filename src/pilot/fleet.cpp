#include "pilot/fleet.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "pilot/chosen_mode.h"
#include "pilot/others/engine_return.h"

namespace docktor::pilot {

namespace {

constexpr Duration kBetweenLessons = 5min;

Reserved Plus(const Reserved& a, const Reserved& b) {
  return {a.replicas + b.replicas, a.cpus + b.cpus, a.memory_bytes + b.memory_bytes};
}
Reserved Less(const Reserved& a, const Reserved& b) {
  return {a.replicas - b.replicas, a.cpus - b.cpus, a.memory_bytes - b.memory_bytes};
}

/// Why nobody may choose that.
std::optional<Error> ObjectionTo(const CommandGiven& given, const Spec& said) {
  const auto refuse = [&](const std::string& why, const std::string& hint) {
    return Error{Errc::kDenied, "cannot choose how " + said.key.service + " is treated: " + why, hint};
  };
  if (given.command.by != Actor::kPerson) return refuse("only a person may", "ask one");
  const auto trouble = KeepsFromChoosing(said);
  if (std::get<ChooseMode>(given.command.what).mode && !trouble.empty())
    return refuse(trouble, "mend that in the Compose file or docktor.yaml; until then it is watched only");
  return std::nullopt;
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
  read.reserve(members_.size());
  for (auto& reading : readings.replicas) {
    const auto owner = owners_.find(reading.replica.value);
    if (owner == owners_.end()) continue;
    auto& sweep = owner->second->sweep;
    if (sweep.empty()) {
      read.push_back(owner->second);
      sweep.reserve(owner->second->facts.replicas.size());
    }
    sweep.push_back(std::move(reading));
  }
  for (auto* member : read) Feed(*member, std::exchange(member->sweep, {}), now, out);
  for (const auto& reading : readings.services)
    if (const auto found = members_.find(reading.service); found != members_.end())
      Feed(found->second, reading, now, out);
  return out;
}

/// What the settings say, with what a person has chosen since.
Spec Fleet::SpecOf(const ServiceFacts& facts, std::vector<Effect>& out) {
  const auto& memory = memory_.services[facts.key];
  auto said = spec_of_(facts, memory.first_count);
  if (InForce(memory.mode, said))
    chosen_.insert(facts.key);
  else
    chosen_.erase(facts.key);
  auto spec = AsChosen(std::move(said), memory.mode);
  return KeepFirstCount(facts, spec, out) ? AsChosen(spec_of_(facts, memory.first_count), memory.mode) : spec;
}

/// The count that is found when a service is first enabled is kept: it is the minimum where nobody says one.
bool Fleet::KeepFirstCount(const ServiceFacts& facts, const Spec& spec, std::vector<Effect>& out) {
  auto& first = memory_.services[facts.key].first_count;
  const auto running =
      std::count_if(facts.replicas.begin(), facts.replicas.end(), [](const Replica& r) { return Runs(r); });
  if (!spec.enabled || first || running == 0) return false;
  first = static_cast<int>(running);
  if (!spec.dry_run) out.push_back(Append{FirstEnabled{facts.key, *first}});
  return true;
}

/// What a dry run is told counts until its end.
void Fleet::Keep(const ModeChosen& choice, const Spec& said, std::vector<Effect>& out) {
  memory_.services[choice.service].Take(choice);
  if (!said.dry_run) out.push_back(Append{choice});
  out.push_back(Publish{choice});
}

Fleet::Member& Fleet::MemberOf(const ServiceFacts& facts, std::vector<Effect>& out) {
  if (const auto found = members_.find(facts.key); found != members_.end()) return found->second;
  ServicePilot pilot(SpecOf(facts, out), memory_.services[facts.key]);
  return members_.emplace(facts.key, Member{.pilot = std::move(pilot)}).first->second;
}

/// Whether an engine that has just come back has been restarted.
bool Fleet::Restarted(const Topology& topology) const {
  EngineReturn seen;
  for (const auto& facts : topology.services)
    if (const auto found = members_.find(facts.key); found != members_.end()) seen.Note(found->second.facts, facts);
  return seen.Restarted();
}

std::vector<Effect> Fleet::OnTopology(const Topology& topology, Instant now) {
  std::vector<Effect> out;
  const bool was_lost = std::exchange(engine_lost_, false);
  const bool restarted = was_lost && Restarted(topology);
  owners_.clear();
  for (const auto& facts : topology.services) {
    auto& member = MemberOf(facts, out);
    for (const auto& replica : facts.replicas) owners_[replica.id.value] = &member;
    member.facts = facts;
    if (was_lost) member.pilot.EngineBack(restarted);
    Feed(member, SpecOf(facts, out), now, out);
    Feed(member, facts, now, out);
  }
  return out;
}

std::vector<Effect> Fleet::Deliver(const ServiceKey& service, const Event& event, Instant now) {
  std::vector<Effect> out;
  if (const auto found = members_.find(service); found != members_.end()) Feed(found->second, event, now, out);
  return out;
}

std::vector<Effect> Fleet::OnActivity(const Activity& activity, Instant now) {
  return Deliver(activity.service, activity, now);
}

std::vector<Effect> Fleet::OnOutlook(const ServiceKey& service, const forecast::Outlook& outlook, Instant now) {
  return Deliver(service, outlook, now);
}

std::vector<Effect> Fleet::OnReport(const ActionReport& report, Instant now) {
  return Deliver(report.service, report, now);
}

std::vector<Effect> Fleet::OnBalancerTold(const BalancerTold& told, Instant now) {
  return Deliver(told.service, told, now);
}

std::vector<Effect> Fleet::OnJudgement(const Judgement& judgement, Instant now) {
  return Deliver(judgement.service, judgement, now);
}

std::vector<Effect> Fleet::OnCommand(const CommandGiven& given, Instant now) {
  std::vector<Effect> out;
  const auto found = members_.find(given.command.service);
  if (found == members_.end()) {
    out.push_back(Reply{given.ticket, Fail(Errc::kNotFound, "there is no service " + given.command.service.Text())});
    return out;
  }
  if (std::holds_alternative<ChooseMode>(given.command.what))
    Choose(found->second, given, now, out);
  else
    Feed(found->second, given, now, out);
  return out;
}

/// The mode comes to the pilot with its settings, as where those say it.
void Fleet::Choose(Member& member, const CommandGiven& given, Instant now, std::vector<Effect>& out) {
  const auto& key = given.command.service;
  const auto said = spec_of_(member.facts, memory_.services[key].first_count);
  if (auto objection = ObjectionTo(given, said)) {
    out.push_back(Reply{given.ticket, tl::unexpected(*std::move(objection))});
    return;
  }
  Keep({.service = key, .mode = std::get<ChooseMode>(given.command.what).mode, .over = ModeIn(said)}, said, out);
  Feed(member, SpecOf(member.facts, out), now, out);
  Feed(member, given, now, out);
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
  for (const auto& [key, member] : members_) {
    if (member.pilot.Gone()) continue;
    snapshot.services.push_back(member.pilot.View());
    if (chosen_.contains(key)) snapshot.services.back().chosen = memory_.services.at(key).mode->mode;
  }
  return snapshot;
}

}  // namespace docktor::pilot
