#pragma once

#include <optional>
#include <string_view>

#include "core/reading.h"
#include "core/result.h"
#include "observe/files/kept_file.h"
#include "observe/files/roots.h"

namespace docktor::observe {

/// Time that the host's cores have spent since it was started, in ticks of the kernel.
struct HostTicks {
  std::int64_t busy = 0;
  std::int64_t total = 0;  ///< busy, idle, and waiting for a disk
  int cores = 0;           ///< that are online
};

/// From the text of /proc/stat. Empty: that is not one.
std::optional<HostTicks> ParseHostTicks(std::string_view stat);
/// Busy share of the time between two looks, 0..1. Empty where no tick passed or the counters went back.
std::optional<double> HostUtilization(const HostTicks& before, const HostTicks& after);

/// Reads the machine's CPU and memory from /proc. One thread at a time.
class Host {
 public:
  explicit Host(Roots roots) : roots_(std::move(roots)) {}

  /// Utilization is that since the look before; at the first, since the machine was started. Empty where less than a
  /// tick has passed.
  /// An error where /proc cannot be read, or is not that of a Linux new enough to tell MemAvailable.
  Result<std::optional<HostReading>> Read(Instant now);

 private:
  Roots roots_;
  HostTicks before_;
};

}  // namespace docktor::observe
