#pragma once

#include <cstdint>
#include <filesystem>

#include "core/time.h"
#include "remember/journal/disk.h"

namespace docktor::remember {

/// How much of the past is kept.
struct KeepLimits {
  Duration age = 90 * 24h;
  std::uint64_t bytes = 512u << 20;
};

struct Pruned {
  int segments = 0;
  std::uint64_t bytes = 0;
};

/// Deletes the oldest segments, whole ones, until none has only records that are too old and the rest is small enough.
/// The newest stays. What a restart needs of them is kept in the anchor; that is on the medium before anything is
/// deleted, so a process that dies meanwhile has lost nothing. Only the process that writes the journal may call it,
/// one thread at a time; it may be written to and read meanwhile.
/// kInvalidInput: the anchor was changed, so nothing is deleted until it is mended (anchor.h).
Result<Pruned> Prune(const std::filesystem::path& folder, const KeepLimits& limits, Instant now,
                     Disk& disk = RealDisk());

}  // namespace docktor::remember
