#include "app/tidy_up.h"

#include <algorithm>
#include <utility>

#include <spdlog/spdlog.h>

namespace docktor::app {
namespace {

constexpr Duration kLongestWait = 5s;
constexpr Duration kUnanswered = 10min;  // after its end: that long an engine may still be at it

std::string NameOf(DecisionId open) { return open == DecisionId{} ? "an earlier action" : open.Text(); }

void Log(DecisionId open, const act::Tally& tally) {
  for (const auto& failure : tally.failures)
    spdlog::warn("{} was cut short; tidying after it: {}", NameOf(open), failure);
  for (const auto& note : tally.notes) spdlog::info("{} was cut short: {}", NameOf(open), note);
  for (const auto& volume : tally.kept_volumes)
    spdlog::info("{} was cut short: kept the anonymous volume {}", NameOf(open), volume);
}

void LogEnd(const Decision& open) {
  spdlog::info("{} was cut short: what it may have left of {} is not looked for any longer", NameOf(open.id),
               open.service.Text());
}

/// Any action of a service, with an end on record or without.
Decision AnyOf(const ServiceKey& service) { return {.service = service, .action = Action{.service = service}}; }

/// Something that does not run and may be what the action left.
bool LeavesSomething(const ServiceFacts& facts, const Action& action) {
  return std::any_of(facts.replicas.begin(), facts.replicas.end(), [&](const Replica& replica) {
    const bool leaving = std::find(action.remove.begin(), action.remove.end(), replica.id) != action.remove.end();
    return replica.phase == Phase::kExited && (leaving || replica.copy);
  });
}

/// The actions whose traces may still be there.
std::vector<Decision> LeftBy(const pilot::PilotMemory& service, Instant now) {
  std::vector<Decision> all;
  for (const auto& cut : service.cut_short)
    if (now < cut.found_at + pilot::CutShort::kKept && cut.decision.action) all.push_back(cut.decision);
  const auto is_open = [&](const Decision& d) { return d.id == service.open->id; };
  if (service.open && service.open->action && std::none_of(all.begin(), all.end(), is_open))
    all.push_back(*service.open);
  return all;
}

}  // namespace

TidyUp::TidyUp(act::EngineActuator& actuator, const Clock& clock, const pilot::FleetMemory& memory)
    : actuator_(actuator), clock_(clock) {
  const auto now = clock.Now();
  for (const auto& [key, service] : memory.services) unsearched_.insert(key);
  for (const auto& [key, service] : memory.services)
    for (const auto& left : LeftBy(service, now))
      open_.push_back({left, now + pilot::CutShort::kKept, actuator.TidyAfter(left)});
  const auto deadline = std::chrono::steady_clock::now() + kLongestWait;
  for (auto& open : open_) {
    if (open.tidying.wait_until(deadline) == std::future_status::ready)
      Log(open.decision.id, open.tidying.get());
    else
      spdlog::warn("{} was cut short; the Docker engine is slow to tidy after it", open.decision.id.Text());
  }
}

void TidyUp::OnTopology(const Topology& topology) {
  const auto now = clock_.Now();
  for (auto& unanswered : actuator_.TakeUnanswered()) open_.push_back({std::move(unanswered), now + kUnanswered, {}});
  for (const auto& key : std::exchange(unsearched_, {}))
    open_.push_back({AnyOf(key), now + pilot::CutShort::kKept, {}});
  for (auto& [decision, until, tidying] : open_) {
    if (tidying.valid() && tidying.wait_for(0s) == std::future_status::ready) Log(decision.id, tidying.get());
    if (tidying.valid() || now > until) continue;
    for (const auto& facts : topology.services)
      if (facts.key == decision.service && LeavesSomething(facts, *decision.action))
        tidying = actuator_.TidyAfter(decision);
  }
  std::erase_if(open_, [now](const Open& open) {
    if (now <= open.until || open.tidying.valid()) return false;
    if (open.decision.id != DecisionId{}) LogEnd(open.decision);
    return true;
  });
}

}  // namespace docktor::app
