#pragma once

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "core/clock.h"
#include "core/ports/observations.h"
#include "observe/sources/source_poll.h"

namespace docktor::observe {

/// Looks at every source of every service, each at its own interval and on a thread of its own, and sends each figure,
/// or why there is none, to `observations`. One that hangs holds up no other.
class SourceWatch {
 public:
  using Sources = std::vector<std::pair<ServiceKey, SourceSettings>>;

  /// `clock` and `observations` outlive it.
  SourceWatch(const Clock& clock, Observations& observations, SourceWorld world);
  /// Returns once all threads have ended: within the time of one look, unless the system's look-up of a name takes
  /// longer. Nothing is sent after that.
  ~SourceWatch();
  SourceWatch(const SourceWatch&) = delete;
  SourceWatch& operator=(const SourceWatch&) = delete;

  /// From here on these are looked at and no others; those that were already go on as they were. From any thread; does
  /// not wait.
  void Watch(const Sources& sources);

 private:
  class Runner;

  const Clock& clock_;
  Observations& observations_;
  const SourceWorld world_;

  std::mutex mutex_;
  std::vector<std::unique_ptr<Runner>> runners_;
  std::vector<std::unique_ptr<Runner>> retired_;  ///< told to end
};

}  // namespace docktor::observe
