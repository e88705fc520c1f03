#include "act/written_files.h"

#include <algorithm>

#include "docker/json_reader.h"
#include "docker/project/labels.h"

namespace docktor::act {
namespace {

using docker::Text;

constexpr Duration kMaking = 10s;               // from a container's creation until Compose starts it, at most
constexpr std::int64_t kMostContent = 1 << 20;  // bytes: more than anybody writes into a Compose file

bool IsBelow(std::string_view path, std::string_view folder) {
  while (folder.ends_with('/')) folder.remove_suffix(1);
  return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

bool IsMounted(const json::object& inspect, std::string_view path) {
  const auto& mounts = docker::Array(inspect, {"Mounts"});
  const auto& tmpfs = docker::Object(inspect, {"HostConfig", "Tmpfs"});
  return std::any_of(mounts.begin(), mounts.end(),
                     [&](const json::value& mount) {
                       return mount.is_object() && IsBelow(path, Text(mount.get_object(), {"Destination"}));
                     }) ||
         std::any_of(tmpfs.begin(), tmpfs.end(), [&](const auto& mount) { return IsBelow(path, mount.key()); });
}

/// Mount points of the engine's own, which it makes in every container.
bool IsOfEngine(std::string_view path) {
  for (const auto* place : {"/.dockerenv", "/dev", "/proc", "/sys", "/etc/hosts", "/etc/hostname", "/etc/resolv.conf"})
    if (IsBelow(path, place)) return true;
  return false;
}

/// A copy has its files with the times that they had in what it was copied from.
bool IsAsOldAs(const json::object& inspect, const docker::AddedFile& file) {
  const auto created = ParseInstant(Text(inspect, {"Created"})).value_or(Instant{});
  const bool copy = docker::Find(inspect, {"Config", "Labels", docker::kCopyLabel}) != nullptr;
  const auto second = std::chrono::floor<std::chrono::seconds>(created);
  return file.whole_second && file.size <= kMostContent && file.changed_at <= created + kMaking &&
         (copy || file.changed_at >= second);
}

bool IsWritten(const json::object& inspect, const docker::AddedFile& file) {
  if (IsOfEngine(file.path) || IsMounted(inspect, file.path)) return false;
  return IsBelow(file.path, "/run/secrets") || IsAsOldAs(inspect, file);
}

/// The engine takes a file for missing where the whole container is.
Status IsThere(docker::Engine& engine, const ContainerId& id) {
  return engine.Inspect(id).map([](const json::object&) {});
}

}  // namespace

Result<std::vector<std::string>> FilesWrittenAtCreation(docker::Engine& engine, const json::object& inspect) {
  const ContainerId id{Text(inspect, {"Id"})};
  const auto added = engine.AddedFiles(id);
  if (!added) return tl::unexpected(added.error());
  if (const auto there = IsThere(engine, id); !there) return tl::unexpected(there.error());
  std::vector<std::string> paths;
  for (const auto& file : *added)
    if (IsWritten(inspect, file)) paths.push_back(file.path);
  return paths;
}

Result<std::vector<WrittenFile>> TakeFiles(docker::Engine& engine, const ContainerId& id,
                                           const std::vector<std::string>& paths) {
  std::vector<WrittenFile> files;
  for (const auto& path : paths) {
    auto archive = engine.ReadFile(id, path);
    const bool missing = !archive && archive.error().code == Errc::kNotFound;
    if (const auto there = missing ? IsThere(engine, id) : Status{}; !there) return tl::unexpected(there.error());
    if (missing) continue;
    if (!archive) return tl::unexpected(archive.error());
    files.push_back({path, *std::move(archive)});
  }
  return files;
}

Status PutWrittenFiles(docker::Engine& engine, const ContainerId& id, const std::vector<WrittenFile>& files) {
  for (const auto& file : files)
    if (const auto put = engine.WriteFile(id, file.path, file.archive); !put) return put;
  return {};
}

}  // namespace docktor::act
