#include "pilot/load/replica_need.h"

#include <algorithm>

#include "pilot/phases.h"

namespace docktor::pilot {

void ReplicaNeed::Note(const std::vector<Replica>& replicas) {
  if (const auto* copied = CopiedOf(replicas)) limits_ = copied->limits;
}

void ReplicaNeed::NoteUse(const ReadingLog& readings, const std::vector<Replica>& replicas, Instant now) {
  const auto seen = readings.LargestMemory(now);
  const bool settled = std::any_of(replicas.begin(), replicas.end(), [&](const Replica& r) {
    return Runs(r) && now - r.started_at > kFilling && readings.Newest(r.id, now) != nullptr;
  });
  if (settled || seen > used_bytes_) used_bytes_ = seen;
}

Limits ReplicaNeed::ToKeep() const {
  Limits kept = limits_;
  if (bytes() > 0) kept.memory_bytes = bytes();
  return kept;
}

}  // namespace docktor::pilot
