#include "observe/files/cgroup_root.h"

#include <algorithm>

#include <fmt/format.h>

#include "observe/files/kept_file.h"
#include "observe/files/lines.h"

namespace docktor::observe {
namespace {

std::vector<std::string> Split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (!text.empty()) parts.emplace_back(TakeUntil(text, separator));
  return parts;
}

/// mountinfo writes blanks and the like as "\040".
std::string Unescape(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto digits = text.substr(i, 4);
    const bool escaped =
        digits.size() == 4 && digits[0] == '\\' && digits.find_first_not_of("01234567", 1) == text.npos;
    plain += escaped ? static_cast<char>((digits[1] - '0') * 64 + (digits[2] - '0') * 8 + (digits[3] - '0')) : text[i];
    if (escaped) i += 3;
  }
  return plain;
}

/// Where `path` of a hierarchy is seen through `mount`, if it is.
std::optional<std::string> Seen(const CgroupMount& mount, const std::string& path) {
  if (mount.root == "/") return mount.point + path;
  if (!path.starts_with(mount.root)) return std::nullopt;
  const auto below = path.substr(mount.root.size());
  if (!below.empty() && below.front() != '/') return std::nullopt;
  return mount.point + below;
}

/// One line of /proc/PID/cgroup: "4:memory:/docker/ID" or "0::/docker/ID".
struct Membership {
  std::vector<std::string> controllers;  ///< empty for v2
  std::string path;                      ///< the container's
};

std::vector<Membership> Memberships(std::string_view text, const ContainerId& id) {
  std::vector<Membership> found;
  while (!text.empty()) {
    auto line = TakeUntil(text, '\n');
    TakeUntil(line, ':');
    const auto controllers = TakeUntil(line, ':');
    if (const auto path = ContainerPath(line, id)) found.push_back({Split(controllers, ','), *path});
  }
  return found;
}

template <typename Wanted>
std::optional<std::string> Folder(const Roots& roots, const std::vector<CgroupMount>& mounts,
                                  const std::vector<Membership>& memberships, Wanted wanted) {
  for (const auto& membership : memberships) {
    if (!wanted(membership.controllers)) continue;
    for (const auto& mount : mounts)
      if (mount.unified == membership.controllers.empty() && wanted(mount.controllers))
        if (const auto seen = Seen(mount, membership.path)) return roots.mounts + *seen;
  }
  return std::nullopt;
}

auto With(std::string controller) {
  return [controller = std::move(controller)](const std::vector<std::string>& controllers) {
    return std::find(controllers.begin(), controllers.end(), controller) != controllers.end();
  };
}

}  // namespace

std::vector<CgroupMount> CgroupMounts(std::string_view mountinfo) {
  std::vector<CgroupMount> mounts;
  while (!mountinfo.empty()) {
    // 33 30 0:32 / /sys/fs/cgroup/memory rw,relatime shared:9 - cgroup cgroup rw,memory
    const auto words = Words(TakeUntil(mountinfo, '\n'));
    const auto dash = std::find(words.begin(), words.end(), "-");
    if (dash - words.begin() < 6 || words.end() - dash < 4) continue;
    const auto type = dash[1];
    if (type == "cgroup2") mounts.push_back({{}, true, Unescape(words[3]), Unescape(words[4])});
    if (type == "cgroup") mounts.push_back({Split(dash[3], ','), false, Unescape(words[3]), Unescape(words[4])});
  }
  return mounts;
}

std::optional<std::string> ContainerPath(std::string_view path, const ContainerId& id) {
  if (id.empty()) return std::nullopt;
  const std::string scope = "-" + id.value + ".scope";
  for (std::size_t at = 0; at < path.size();) {
    const auto end = std::min(path.find('/', at), path.size());
    const auto name = path.substr(at, end - at);
    if (name == id.value || name.ends_with(scope)) return std::string(path.substr(0, end));
    at = end + 1;
  }
  return std::nullopt;
}

Result<CgroupFolders> FindCgroup(const Roots& roots, const ContainerId& id, std::int64_t pid) {
  const auto attempt = fmt::format("find the cgroup of container {} (process {})", id.Short(), pid);
  const auto during = [&](const Error& error) { return error.During(attempt); };
  const auto cgroup = ReadFile(fmt::format("{}/{}/cgroup", roots.proc, pid)).map_error(during);
  if (!cgroup) return tl::unexpected(cgroup.error());
  const auto memberships = Memberships(*cgroup, id);
  if (memberships.empty())
    return Fail(Errc::kNotFound, attempt + ": the process is not in a cgroup of that container",
                "the engine must run on this machine, and Docktor must see the host's processes (pid: host)");
  const auto mountinfo = ReadFile(roots.proc + "/self/mountinfo").map_error(during);
  if (!mountinfo) return tl::unexpected(mountinfo.error());
  const auto mounts = CgroupMounts(*mountinfo);
  const auto folder = [&](auto wanted) { return Folder(roots, mounts, memberships, wanted); };
  CgroupFolders folders{folder(With("cpuacct")), folder(With("cpu")),
                        folder(With("memory")),  folder(With("blkio")),
                        folder(With("pids")),    folder([](const auto& controllers) { return controllers.empty(); })};
  if (folders == CgroupFolders{})
    return Fail(Errc::kUnavailable, attempt + ": its cgroup is not mounted here", "mount the host's /sys/fs/cgroup");
  return folders;
}

}  // namespace docktor::observe
