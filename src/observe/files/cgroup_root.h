#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.h"
#include "core/result.h"
#include "observe/files/roots.h"

namespace docktor::observe {

/// The folders of one container's cgroup. Under v1 each controller has a hierarchy of its own (some share one), under
/// v2 there is one for all; a hybrid host has both.
struct CgroupFolders {
  std::optional<std::string> cpuacct = {};
  std::optional<std::string> cpu = {};
  std::optional<std::string> memory = {};
  std::optional<std::string> blkio = {};
  std::optional<std::string> pids = {};
  std::optional<std::string> unified = {};
  friend bool operator==(const CgroupFolders&, const CgroupFolders&) = default;
};

/// One cgroup file system that is mounted.
struct CgroupMount {
  std::vector<std::string> controllers;  ///< of v1; empty for v2
  bool unified = false;
  std::string root;  ///< the part of the hierarchy that is seen at `point`
  std::string point;
};

/// Those in the text of a mountinfo file, in its order.
std::vector<CgroupMount> CgroupMounts(std::string_view mountinfo);

/// The part of a cgroup path up to the container that it belongs to: "/docker/ID" (cgroupfs driver),
/// "/system.slice/docker-ID.scope" (systemd driver), without what the container made below it. Empty: not its path,
/// as in hierarchies that the engine does not use.
std::optional<std::string> ContainerPath(std::string_view path, const ContainerId& id);

/// Looks where the process `pid` is, which is the first of the container `id`. Nothing is opened that stays open.
/// kNotFound: no such process, or it is not of this container (any more). kUnavailable: it is, but its cgroup is
/// mounted nowhere here.
Result<CgroupFolders> FindCgroup(const Roots& roots, const ContainerId& id, std::int64_t pid);

}  // namespace docktor::observe
