#include "pilot/hold_runs.h"

#include <algorithm>

namespace docktor::pilot {
namespace {

constexpr Duration kGrowth = 10min;

bool SameHold(const Decision& a, const Decision& b) {
  // Each proposal is known by the decision that made it.
  const auto reasons = [](const Constraint& x, const Constraint& y) {
    return x.reason == y.reason && (x.reason != Reason::kAwaitingApproval || x.evidence.subject == y.evidence.subject);
  };
  const auto direction = [](const Decision& d) {
    return (d.recommendation.count > d.inputs.running) - (d.recommendation.count < d.inputs.running);
  };
  const auto advised = [](const Decision& d) { return d.advice ? std::optional(d.advice->asked) : std::nullopt; };
  return a.inputs.running == b.inputs.running && advised(a) == advised(b) && a.verdict.count == b.verdict.count &&
         a.verdict.because == b.verdict.because && direction(a) == direction(b) &&
         std::equal(a.verdict.constraints.begin(), a.verdict.constraints.end(), b.verdict.constraints.begin(),
                    b.verdict.constraints.end(), reasons);
}

}  // namespace

bool HoldRuns::Note(Decision& decision) {
  if (run_ && decision.trigger != Trigger::kCommand && SameHold(run_->first, decision)) {
    decision.id = run_->first.id;
    run_->last = decision.at;
    ++run_->count;
    return false;
  }
  End();
  run_ = HoldRun{.first = decision, .last = decision.at};
  written_ = 0;
  return true;
}

void HoldRuns::End() {
  if (run_ && run_->count > written_) ended_ = *run_;
  run_.reset();
}

std::vector<HoldRun> HoldRuns::Due(Instant now) {
  std::vector<HoldRun> due;
  if (ended_) due.push_back(*std::exchange(ended_, std::nullopt));
  if (run_ && (written_ == 0 || now - written_at_ >= kGrowth)) {
    due.push_back(*run_);
    written_ = run_->count;
    written_at_ = now;
  }
  return due;
}

}  // namespace docktor::pilot
