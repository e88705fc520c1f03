#pragma once

#include <atomic>

#include "act/census.h"
#include "act/origins.h"
#include "act/tally.h"
#include "core/decision.h"
#include "docker/engine.h"

namespace docktor::act {

/// What an action has left behind whose end is not on record, because Docktor was killed while it acted. Blocks.
///
/// A Compose that it has begun, and that is still at work, is waited for: what it makes stays.
///
/// Removed are the copies made for it that were never started, and the replicas that it was to remove and has stopped:
/// Compose counts both and would start them. Nothing else is touched: a replica that runs stays, be it one that the
/// action was to remove, and one that somebody has started since. Where `open` has no id, such copies of any action go.
/// Anonymous volumes go with copies only; those of other replicas are kept and named.
class Aftermath {
 public:
  /// Once `stopping` is true nothing further is touched.
  Aftermath(docker::Engine& engine, Origins& origins, const Decision& open, const std::atomic<bool>& stopping)
      : engine_(engine), origins_(origins), open_(open), stopping_(stopping) {}

  Tally Run();

 private:
  bool IsLeftBehind(const Counted& container) const;
  Tally Remove(const Counted& container);

  docker::Engine& engine_;
  Origins& origins_;
  const Decision& open_;
  const std::atomic<bool>& stopping_;
};

}  // namespace docktor::act
