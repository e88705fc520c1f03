#include "serve/written_answer.h"

#include <string>

namespace docktor::serve {

Response::Shared WrittenAnswer::Find(const Snapshot& snapshot) const {
  const std::lock_guard lock(mutex_);
  return of_.lock() == snapshot ? text_ : nullptr;
}

Response::Shared WrittenAnswer::Write() {
  const std::lock_guard one_by_one(writing_);
  const auto snapshot = pilots_.Latest();
  if (auto text = Find(snapshot)) return text;
  auto text = std::make_shared<const std::string>(WriteJson(says_(*snapshot)) + "\n");
  const std::lock_guard lock(mutex_);
  of_ = snapshot;
  return text_ = std::move(text);
}

}  // namespace docktor::serve
