#pragma once

#include <optional>

#include "core/record.h"

namespace docktor::pilot {

/// Makes one growing record of equal holds in a row, instead of one for every look.
/// Equal: the same replicas running, a recommendation in the same direction, the same advice, the same verdict for the
/// same reason, and the same limits in force.
class HoldRuns {
 public:
  /// Notes a hold. True: it began a new run, and `decision.id` counts; false: it belongs to the run before, whose id
  /// `decision` gets.
  bool Note(Decision& decision);
  /// What must go to the journal now: a run that has ended, one that has begun, or one that grew for 10 minutes.
  std::vector<HoldRun> Due(Instant now);
  /// Ends the run; the record of its end becomes due.
  void End();
  std::int64_t looks() const { return run_ ? run_->count : 0; }

 private:
  std::optional<HoldRun> run_;
  std::int64_t written_ = 0;  ///< looks of `run_` that are on record
  Instant written_at_{};
  std::optional<HoldRun> ended_;
};

}  // namespace docktor::pilot
