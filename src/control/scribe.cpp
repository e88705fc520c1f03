#include "control/scribe.h"

namespace docktor::control {

void Scribe::Run() {
  while (auto jobs = queue_.TakeAll(Duration{1h}))
    for (auto& job : *jobs) Do(job);
}

void Scribe::Do(Job& job) {
  if (const auto* then = std::get_if<std::function<void()>>(&job)) return (*then)();
  const auto written = journal_.Append(std::move(std::get<RecordBody>(job)));
  std::lock_guard lock(mutex_);
  trouble_ = written ? std::nullopt : std::optional(written.error().message);
}

std::optional<std::string> Scribe::Trouble() const {
  std::lock_guard lock(mutex_);
  return trouble_;
}

}  // namespace docktor::control
