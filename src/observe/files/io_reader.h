#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "observe/counters.h"
#include "observe/files/cgroup_root.h"
#include "observe/files/kept_file.h"
#include "observe/files/roots.h"

namespace docktor::observe {

/// Bytes through a network's or a disk's two ways.
struct TwoWays {
  std::int64_t in = 0;
  std::int64_t out = 0;
  friend bool operator==(const TwoWays&, const TwoWays&) = default;
};

/// From the text of /proc/PID/net/dev, without loopback. Empty: there is no other network, or that is no such text.
std::optional<TwoWays> ParseNetDev(std::string_view text);
/// From that of blkio.throttle.io_service_bytes (v1: "8:0 Read 4096"), over all devices.
std::optional<TwoWays> ParseBlkio(std::string_view text);
/// From that of io.stat (v2: "8:0 rbytes=4096 wbytes=0 …"), over all devices.
std::optional<TwoWays> ParseIoStat(std::string_view text);
/// The time of the line "some" of cpu.pressure, in microseconds.
std::optional<std::int64_t> ParsePressure(std::string_view text);

/// Reads what one container's network, disks and scheduler have counted. Keeps up to four files open; one thread at a
/// time.
class IoReader {
 public:
  /// Files that are not there, or may not be read, are left out. `pid` is the container's first process. A network that
  /// it shares with the host or with this process is not its own.
  IoReader(const Roots& roots, const CgroupFolders& folders, std::int64_t pid);

  /// What cannot be read or understood is empty.
  IoCounters Read();

 private:
  std::optional<KeptFile> network_, blocks_, pids_, pressure_;
  bool unified_blocks_ = false;
};

}  // namespace docktor::observe
