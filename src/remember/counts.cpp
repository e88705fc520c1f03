#include "remember/counts.h"

#include <utility>

#include "remember/store/stored.h"

namespace docktor::remember {
namespace {

constexpr std::size_t kMostModels = 16;  // of a service; a name is what an endpoint says, and may be another each time

}  // namespace

void Counts::Add(const Record& record) {
  const std::lock_guard lock(mutex_);
  std::visit([this](const auto& body) { Take(body); }, record.body);
}

std::map<ServiceKey, ServiceCounts> Counts::Now() const {
  const std::lock_guard lock(mutex_);
  return services_;
}

void Counts::Take(const Intent& intent) {
  if (std::exchange(begun_[intent.decision.service], intent.decision.id) == intent.decision.id) return;  // put anew
  const auto row = Stored({.decision = intent.decision});
  ++services_[intent.decision.service].changes[{row.action, intent.decision.wish.by, row.reason}];
}

void Counts::Take(const HoldRun& run) {
  if (run.count > 1) return;  // was counted when it began
  ++services_[run.first.service].holds[Stored({.decision = run.first}).reason];
}

void Counts::Take(const ActionEnded& ended) {
  const auto& report = ended.report;
  if (report.ok) return;
  failed_[report.service] = report.decision;
  ++services_[report.service].failures[Failure::kNotDone];
}

void Counts::Take(const OutcomeJudged& judged) {
  const auto& outcome = judged.outcome;
  auto& counts = services_[outcome.service];
  ++counts.outcomes[outcome.kind];
  if (outcome.kind == OutcomeKind::kSuccess && outcome.until_ready)
    counts.until_ready.Add(Seconds(*outcome.until_ready));
  if (outcome.kind != OutcomeKind::kFailed || failed_[outcome.service] == outcome.decision) return;
  failed_[outcome.service] = outcome.decision;
  ++counts.failures[Failure::kNotReady];
}

void Counts::Take(const ProposalEnded& ended) { ++services_[ended.service].proposals[ended.how]; }

void Counts::Take(const ChangeSeen& change) { ++services_[change.service].changes_by_others[change.kind]; }

void Counts::Take(const Judged& judged) {
  const auto& judgement = judged.judgement;
  auto& models = services_[judgement.service].models;
  const bool known = models.contains(judgement.model) || models.size() < kMostModels;
  auto& model = models[known ? judgement.model : "other"];
  ++model.fates[judged.fate];
  model.seconds.Add(Seconds(judgement.took));
  model.tokens_in += judgement.tokens_in;
  model.tokens_out += judgement.tokens_out;
}

}  // namespace docktor::remember
