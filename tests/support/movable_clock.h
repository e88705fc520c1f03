#pragma once

#include <atomic>

#include "core/clock.h"

namespace docktor::test {

/// Time that stands still until it is moved.
class MovableClock final : public Clock {
 public:
  Instant Now() const override { return Instant{Duration{now_.load()}}; }
  void Advance(Duration by) { now_ += by.count(); }

 private:
  std::atomic<Duration::rep> now_{Duration{1'700'000'000s}.count()};
};

}  // namespace docktor::test
