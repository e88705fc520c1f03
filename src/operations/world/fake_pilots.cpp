#include "operations/world/fake_pilots.h"

#include <algorithm>

namespace docktor::operations {

std::shared_ptr<const pilot::Snapshot> FakePilots::Latest() const {
  const std::lock_guard lock(mutex_);
  return snapshot_;
}

void FakePilots::Show(pilot::Snapshot snapshot) {
  const std::lock_guard lock(mutex_);
  snapshot_ = std::make_shared<pilot::Snapshot>(std::move(snapshot));
}

void FakePilots::Send(pilot::Command command, std::function<void(pilot::Answer)> done) {
  if (drop_commands) return;
  if (hold_commands) return held_.push_back(std::move(done));
  done(Do(command));
}

void FakePilots::ReleaseHeld() {
  for (const auto& done : std::exchange(held_, {})) done(Decision{});
}

pilot::Answer FakePilots::Do(const pilot::Command& command) {
  const std::lock_guard lock(mutex_);
  if (fail_next) return tl::unexpected<Error>(*std::exchange(fail_next, std::nullopt));
  auto next = *snapshot_;
  const auto view =
      std::find_if(next.services.begin(), next.services.end(), [&](const auto& v) { return v.key == command.service; });
  if (view == next.services.end()) return Fail(Errc::kNotFound, "no such service");
  const auto* scale = std::get_if<pilot::ScaleTo>(&command.what);
  if (const auto* choice = std::get_if<pilot::ChooseMode>(&command.what)) {
    view->chosen = choice->mode;
    if (choice->mode) view->spec.enabled = true;
    view->spec.manual = choice->mode == ChosenMode::kManual;
  }
  if (!view->spec.enabled && (scale == nullptr || !scale->once))
    return Fail(Errc::kDenied, command.service.Text() + " is watched only", "enable it, or say --once");
  Decision decision{.id = {++last_id_}, .service = command.service, .at = next.at, .trigger = Trigger::kCommand};
  view->override.reset();
  if (scale != nullptr) {
    decision.wish = {scale->count, command.by};
    decision.action =
        Action{.decision = decision.id, .service = command.service, .from = view->inputs.running, .to = scale->count};
    if (!scale->once)
      view->override = Override{.kind = OverrideKind::kExactly,
                                .count = scale->count,
                                .by = command.by,
                                .until = next.at + scale->hold.value_or(5min)};
  } else if (const auto* pause = std::get_if<pilot::PauseScaling>(&command.what)) {
    view->override = Override{.kind = OverrideKind::kPaused, .by = command.by};
    if (pause->hold) view->override->until = next.at + *pause->hold;
  }
  if (std::holds_alternative<pilot::AnswerProposal>(command.what)) view->proposal.reset();
  view->decision = decision;
  snapshot_ = std::make_shared<pilot::Snapshot>(std::move(next));
  return decision;
}

std::shared_ptr<void> FakePilots::Subscribe(std::function<void(const pilot::News&)> on_news) {
  const std::lock_guard lock(mutex_);
  const auto place = subscribers_.insert(subscribers_.end(), std::move(on_news));
  return {static_cast<void*>(this), [this, place](void*) {
            const std::lock_guard erasing(mutex_);
            subscribers_.erase(place);
          }};
}

void FakePilots::Publish(const pilot::News& news) {
  const std::lock_guard lock(mutex_);
  for (const auto& subscriber : subscribers_) subscriber(news);
}

std::size_t FakePilots::subscribers() const {
  const std::lock_guard lock(mutex_);
  return subscribers_.size();
}

std::shared_ptr<void> HandTicker::EverySecond(std::function<void()> tick) {
  const std::lock_guard lock(mutex_);
  const auto place = ticks_.insert(ticks_.end(), std::move(tick));
  return {static_cast<void*>(this), [this, place](void*) {
            const std::lock_guard erasing(mutex_);
            ticks_.erase(place);
          }};
}

void HandTicker::Tick() {
  const std::lock_guard lock(mutex_);
  for (const auto& tick : ticks_) tick();
}

std::size_t HandTicker::watchers() const {
  const std::lock_guard lock(mutex_);
  return ticks_.size();
}

}  // namespace docktor::operations
