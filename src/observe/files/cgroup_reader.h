#pragma once

#include <optional>
#include <string_view>

#include "core/result.h"
#include "observe/counters.h"
#include "observe/files/cgroup_root.h"
#include "observe/files/kept_file.h"

namespace docktor::observe {

/// Reads one container's counters. Keeps up to four files open; one thread at a time.
class CgroupReader {
 public:
  /// kNotFound: the cgroup is gone, or does not account CPU time. A kernel without throttling counts none, one
  /// without memory accounting gives no memory: neither is an error.
  static Result<CgroupReader> Open(const CgroupFolders& folders);

  /// kNotFound: the container has ended. kUnavailable: a file does not say what it should.
  Result<Counters> Read();

 private:
  explicit CgroupReader(KeptFile cpu) : cpu_(std::move(cpu)) {}
  Status ReadCpu(Counters& counters);
  Status ReadMemory(Counters& counters);

  KeptFile cpu_;                             ///< v1: cpuacct.usage. v2: cpu.stat, which tells of throttling too
  std::optional<KeptFile> throttling_ = {};  ///< v1: cpu.stat
  std::optional<KeptFile> memory_usage_ = {};
  std::optional<KeptFile> memory_stat_ = {};
  bool unified_cpu_ = false;
  std::string_view inactive_key_ = {};
};

}  // namespace docktor::observe
