#include "act/drains.h"

namespace docktor::act {

std::shared_ptr<Drain> Drains::Open(const Action& action) {
  const std::lock_guard lock(mutex_);
  auto& drain = open_[action.decision] = std::make_shared<Drain>(engine_, action.drain);
  if (ended_) drain->End();
  return drain;
}

void Drains::Close(DecisionId decision) {
  const std::lock_guard lock(mutex_);
  open_.erase(decision);
}

void Drains::Cancel(DecisionId decision) {
  const std::lock_guard lock(mutex_);
  if (const auto found = open_.find(decision); found != open_.end()) found->second->Cancel();
}

void Drains::EndAll() {
  const std::lock_guard lock(mutex_);
  ended_ = true;
  for (auto& [decision, drain] : open_) drain->End();
}

}  // namespace docktor::act
