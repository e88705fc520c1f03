#pragma once

#include <cstdint>
#include <vector>

#include "core/replica.h"
#include "pilot/load/reading_log.h"

namespace docktor::pilot {

/// What one more replica of a service takes: by the limits of the one that would be copied, and where that has none of
/// memory, the largest working set that was seen. Kept while none is there and while none is read: a raise from nothing
/// has to fit as well.
class ReplicaNeed {
 public:
  static constexpr Duration kFilling = 30s;  ///< a replica this young has yet to take the memory that it will take

  /// `kept`: of one that was there before the start.
  explicit ReplicaNeed(const Limits& kept = {}) : limits_(kept), used_bytes_(kept.memory_bytes.value_or(0)) {}

  void Note(const std::vector<Replica>& replicas);
  /// Replicas that have only just begun make it more, not less.
  void NoteUse(const ReadingLog& readings, const std::vector<Replica>& replicas, Instant now);

  double cpus() const { return limits_.cpus.value_or(0); }
  std::int64_t bytes() const { return BytesOf(limits_); }
  /// What one with these limits takes of memory; 0: not known.
  std::int64_t BytesOf(const Limits& limits) const { return limits.memory_bytes.value_or(used_bytes_); }
  /// All of that, for the next start.
  Limits ToKeep() const;

 private:
  Limits limits_;
  std::int64_t used_bytes_ = 0;
};

}  // namespace docktor::pilot
