#include "control/scribe.h"

namespace docktor::control {
namespace {

constexpr Duration kSlow = 5s;  // a disk that takes longer over one record is said

}  // namespace

void Scribe::Run() {
  while (auto jobs = queue_.TakeAll(Duration{1h}))
    for (auto& job : *jobs) Do(job);
}

void Scribe::Do(Job& job) {
  if (const auto* then = std::get_if<std::function<void()>>(&job)) return (*then)();
  {
    std::lock_guard lock(mutex_);
    writing_since_ = clock_.Now();
  }
  const auto written = journal_.Append(std::move(std::get<RecordBody>(job)));
  std::lock_guard lock(mutex_);
  writing_since_.reset();
  trouble_ = written ? std::nullopt : std::optional(written.error().message);
}

std::optional<std::string> Scribe::Trouble() const {
  std::lock_guard lock(mutex_);
  if (!writing_since_) return trouble_;
  const auto waited = std::chrono::floor<std::chrono::seconds>(clock_.Now() - *writing_since_);
  return waited < kSlow ? trouble_ : std::optional("the disk has not taken a record for " + ToText(waited));
}

}  // namespace docktor::control
