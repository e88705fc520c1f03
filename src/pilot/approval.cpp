#include "pilot/approval.h"

#include <utility>

#include "pilot/limits.h"

namespace docktor::pilot {

/// The open proposal covers what is wanted now.
bool Approval::Stands(const Decision& decision, Instant now) const {
  if (!open_ || open_->decision.inputs.running != decision.inputs.running) return false;
  const int proposed = open_->decision.verdict.count, wanted = decision.verdict.count;
  const bool upward = proposed > decision.inputs.running;
  return proposed == wanted || (upward && wanted < proposed && now - open_->decision.at < kSettling);
}

bool Approval::IsNews(const Decision& decision, Instant now) const {
  return decision.verdict.count != decision.inputs.running && !Stands(decision, now) &&
         !Refused(decision.verdict.count, now);
}

void Approval::End(ProposalEnd how, std::vector<RecordBody>& records) {
  const auto ended = *std::exchange(open_, std::nullopt);
  records.emplace_back(ProposalEnded{.id = ended.decision.id, .service = ended.decision.service, .how = how});
}

std::vector<RecordBody> Approval::Expire(Instant now) {
  std::vector<RecordBody> records;
  if (open_ && open_->expires <= now) End(ProposalEnd::kExpired, records);
  return records;
}

std::vector<RecordBody> Approval::Withdraw() {
  std::vector<RecordBody> records;
  if (open_) End(ProposalEnd::kWithdrawn, records);
  return records;
}

std::vector<RecordBody> Approval::Offer(const Decision& decision, Instant now) {
  auto records = Expire(now);
  if (Stands(decision, now)) return records;
  const bool news = IsNews(decision, now);
  if (open_) End(news ? ProposalEnd::kReplaced : ProposalEnd::kWithdrawn, records);
  if (!news) return records;
  open_ = Proposal{decision, now + kValid};
  records.emplace_back(ProposalMade{*open_});
  return records;
}

Constraint Approval::Limit(const Decision& decision) const {
  const int running = decision.inputs.running;
  if (open_)
    return Pinned(Reason::kAwaitingApproval, Rank::kEngineFact, running, open_->expires, open_->decision.id.Text());
  auto limit = Pinned(Reason::kAwaitingApproval, Rank::kEngineFact, running, refused_->until);
  limit.evidence.figures = {{"refused", static_cast<double>(refused_->count)}};
  return limit;
}

ProposalEnded Approval::Close(ProposalEnd how, Actor by, int count, Instant silent_until) {
  const auto ended = *std::exchange(open_, std::nullopt);
  const int proposed = ended.decision.verdict.count;
  ProposalEnded record{
      .id = ended.decision.id, .service = ended.decision.service, .how = how, .by = by, .count = count};
  if (how == ProposalEnd::kModified) record.proposed = proposed;
  if (how == ProposalEnd::kApproved) return record;
  refused_ = Refusal{proposed, silent_until};
  record.silent_until = silent_until;
  return record;
}

}  // namespace docktor::pilot
