#include "operations/shared/history_item.h"

#include "decide/words.h"

namespace docktor::operations {

HistoryItem ItemOf(const remember::HistoryEntry& entry) {
  return {.decision = entry.decision,
          .sentence = decide::Sentence(entry.decision),
          .last = entry.last,
          .looks = entry.looks,
          .report = entry.report,
          .outcome = entry.outcome};
}

}  // namespace docktor::operations
