#pragma once

#include <optional>
#include <vector>

#include "core/record.h"

namespace docktor::pilot {

/// A change that a person said no to, or wanted otherwise: not proposed again for a while.
struct Refusal {
  int count = 0;
  Instant until{};
  friend bool operator==(const Refusal&, const Refusal&) = default;
};

/// What waits for a person's word in manual mode: at most one change of a service. It is bound to what was shown (how
/// many ran, and how many were proposed) and ends by itself.
class Approval {
 public:
  static constexpr Duration kValid = 10min;
  /// So long after a burst the mean that regular looks judge by still lags behind: it takes no proposal back.
  static constexpr Duration kSettling = 15s;

  Approval(std::optional<Proposal> open, std::optional<Refusal> refused) : open_(std::move(open)), refused_(refused) {}

  const std::optional<Proposal>& open() const { return open_; }
  std::optional<Instant> Until() const { return open_ ? std::optional(open_->expires) : std::nullopt; }

  /// What a look came to, were it allowed to act: proposes it, keeps the proposal that is open for the same, or lets go
  /// of one that is wanted no longer. Returns the records of that.
  std::vector<RecordBody> Offer(const Decision& decision, Instant now);
  /// What keeps the count as it is while `decision` is not approved.
  Constraint Limit(const Decision& decision) const;
  /// Whether `decision` would be proposed anew.
  bool IsNews(const Decision& decision, Instant now) const;

  /// Nobody is asked any more.
  std::vector<RecordBody> Withdraw();
  /// Ends an open proposal that has expired.
  std::vector<RecordBody> Expire(Instant now);
  /// A person has decided. What was rejected, or done with another count, is not proposed again before `silent_until`.
  ProposalEnded Close(ProposalEnd how, Actor by, int count, Instant silent_until);

 private:
  bool Refused(int count, Instant now) const { return refused_ && refused_->count == count && now < refused_->until; }
  bool Stands(const Decision& decision, Instant now) const;
  void End(ProposalEnd how, std::vector<RecordBody>& records);

  std::optional<Proposal> open_;
  std::optional<Refusal> refused_;
};

}  // namespace docktor::pilot
