#include "pilot/outcomes/rollback.h"

#include "pilot/limits.h"

namespace docktor::pilot {

void Rollback::Begin(const Decision& worse, int count, const std::string& why, Instant now) {
  const auto& action = *worse.action;
  const auto* way = action.to > action.from ? "raise" : "removal";
  limit_ = Pinned(Reason::kRolledBack, Rank::kCommand, count, now + kAtMost,
                  std::string("the ") + way + " of " + worse.id.Text() + " made things worse (" + why + ")");
}

}  // namespace docktor::pilot
