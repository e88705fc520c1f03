#include "control/scribe.h"

namespace docktor::control {

Scribe::~Scribe() {
  for (auto& job : worker_.Stop()) Do(job);
}

/// A journal that refuses says so itself, and keeps the record all the same.
void Scribe::Do(Job& job) {
  if (const auto* then = std::get_if<std::function<void()>>(&job)) return (*then)();
  (void)journal_.Append(std::move(std::get<RecordBody>(job)));
}

}  // namespace docktor::control
