/// What can be asked of a pilot.
#include <algorithm>

#include "pilot/look.h"
#include "pilot/phases.h"
#include "pilot/service_pilot.h"

namespace docktor::pilot {

std::optional<Instant> ServicePilot::Due() const {
  if (!facts_) return std::nullopt;
  auto due = next_look_;
  const auto also = [&](const std::optional<Instant>& at) { due = std::min(due, at.value_or(due)); };
  if (memory_.override) also(memory_.override->until);
  if (memory_.change) also(memory_.change->until);
  also(approval_.Until());
  also(next_turn_);
  if (Adapts()) also(foresight_.Due());
  also(others_.Until(now_));
  return due;
}

Reserved ServicePilot::ReservedByOne() const {
  return {.replicas = 1, .cpus = need_.cpus(), .memory_bytes = need_.bytes()};
}

Reserved ServicePilot::Reserves() const {
  Reserved all;
  if (!facts_ || !spec_.enabled) return all;
  for (const auto& replica : facts_->replicas) {
    if (!Runs(replica)) continue;
    ++all.replicas;
    all.cpus += replica.limits.cpus.value_or(0);
    all.memory_bytes += need_.BytesOf(replica.limits);
  }
  const auto one = ReservedByOne();
  const int coming = in_flight_ && !reported_ ? in_flight_->action->add : 0;
  return {all.replicas + coming, all.cpus + coming * one.cpus, all.memory_bytes + coming * one.memory_bytes};
}

std::int64_t ServicePilot::PromisedBytes() const {
  std::int64_t bytes = 0;
  if (!facts_) return bytes;
  if (in_flight_ && !reported_) bytes += in_flight_->action->add * need_.bytes();
  for (const auto& replica : facts_->replicas) {
    if (!Runs(replica) || now_ - replica.started_at > ReplicaNeed::kFilling) continue;
    const auto* newest = readings_.Newest(replica.id, now_);
    const auto need = need_.BytesOf(replica.limits);
    bytes += std::max<std::int64_t>(0, need - (newest != nullptr ? newest->memory_bytes : 0));
  }
  return bytes;
}

ServiceView ServicePilot::View() const {
  ServiceView view{.key = spec_.key, .spec = spec_};
  if (facts_) {
    view.image = facts_->image;
    view.replicas = facts_->replicas;
    view.obstacles = facts_->obstacles;
    view.warnings = facts_->warnings;
    view.inputs = Observe();
    view.next_look = next_look_;
    view.looks = looks_;
    view.late_looks = late_looks_;
  }
  view.override = memory_.override;
  view.change = memory_.change;
  view.decision = last_;
  view.equal_looks = holds_.looks();
  if (in_flight_) view.in_flight = in_flight_->action;
  view.proposal = approval_.open();
  view.outcome = outcome_;
  view.start_time = foresight_.StartTime();
  if (AsksModel(spec_)) view.counsel = counsel_.View();
  return view;
}

std::vector<RecordBody> ServicePilot::Close() {
  holds_.End();
  std::vector<RecordBody> records;
  for (auto& run : holds_.Due(now_)) records.emplace_back(std::move(run));
  return records;
}

}  // namespace docktor::pilot
