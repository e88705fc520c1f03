#pragma once

#include <optional>
#include <vector>

#include "core/decision.h"
#include "core/replica.h"
#include "pilot/load/reading_log.h"

namespace docktor::pilot {

/// Replicas that one action added and that have become ready. Finds those to which nobody sends anything while the
/// others get their share: they have received less than a fiftieth of what the others have in the mean, who get 1 kB a
/// second at least.
class Newcomers {
 public:
  static constexpr Duration kPatience = 20s;  ///< after they were ready: by then they should have got something to do
  static constexpr Duration kGiveUp = 5min;   ///< where there was too little traffic to tell

  /// `ready`: the outcome that said so.
  Newcomers(Outcome ready, std::vector<ContainerId> ids) : ready_(std::move(ready)), ids_(std::move(ids)) {}

  Instant since() const { return ready_.at; }
  /// How many get nothing; empty: that cannot be told yet.
  std::optional<int> Idle(const std::vector<Replica>& replicas, const ReadingLog& readings, Instant now) const;
  bool Has(const ContainerId& id) const;
  /// How the action turned out after all where this one of them has ended again.
  Outcome Died(const Replica& replica, Instant now) const;
  /// How the action turned out where so many get nothing, for the reason `why`.
  Outcome NoHelp(int idle, const std::string& why, Instant now) const;

 private:
  Outcome ready_;
  std::vector<ContainerId> ids_;
};

}  // namespace docktor::pilot
