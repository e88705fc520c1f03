#include "act/written_files.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "docker/json_reader.h"
#include "docker/project/description.h"

namespace docktor::act {
namespace {

using docker::Text;

constexpr Duration kMaking = 10s;           // from a container's creation until Compose starts it, at most
constexpr std::size_t kMostLookedAt = 500;  // files of one container: each takes a request
constexpr std::string_view kSecrets = "/run/secrets";
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
  const auto second = std::chrono::floor<std::chrono::seconds>(created);
  return file.whole_second && file.size <= kMostContent && file.changed_at <= created + kMaking &&
         (docker::IsCopy(inspect) || file.changed_at >= second);
}

bool IsWritten(const json::object& inspect, const docker::AddedFile& file) {
  return IsBelow(file.path, kSecrets) || IsAsOldAs(inspect, file);
}

/// The first two parts of it: /var/cache of /var/cache/nginx/0/f1.
std::string PlaceOf(const std::string& path) {
  const auto second = path.find('/', 1);
  return second == path.npos ? path : path.substr(0, path.find('/', second + 1));
}

/// Those that Compose may have written, the likeliest first: it writes few files, a program many into one place.
std::vector<std::string> Likeliest(const json::object& inspect, std::vector<std::string> paths) {
  std::erase_if(paths, [&](const auto& path) { return IsOfEngine(path) || IsMounted(inspect, path); });
  std::map<std::string, std::size_t> crowds;
  for (const auto& path : paths) ++crowds[PlaceOf(path)];
  std::vector<std::pair<std::size_t, std::string>> ranked;
  for (auto& path : paths) {
    const auto rank = IsBelow(path, kSecrets) ? 0 : crowds.at(PlaceOf(path));
    ranked.emplace_back(rank, std::move(path));
  }
  std::sort(ranked.begin(), ranked.end());
  std::transform(ranked.begin(), ranked.end(), paths.begin(), [](auto& path) { return std::move(path.second); });
  return paths;
}

/// The engine takes a file for missing where the whole container is.
Status IsThere(docker::Engine& engine, const ContainerId& id) {
  return engine.Inspect(id).map([](const json::object&) {});
}

}  // namespace

Result<FoundFiles> FilesWrittenAtCreation(docker::Engine& engine, const json::object& inspect) {
  const ContainerId id{Text(inspect, {"Id"})};
  auto added = engine.AddedPaths(id);
  if (!added) return tl::unexpected(added.error());
  const auto paths = Likeliest(inspect, *std::move(added));
  const auto looked_at = std::min(paths.size(), kMostLookedAt);
  FoundFiles found;
  for (std::size_t i = 0; i < looked_at; ++i) {
    const auto file = engine.StatFile(id, paths[i]);
    if (!file) return tl::unexpected(file.error());
    if (*file && IsWritten(inspect, **file)) found.paths.push_back(paths[i]);
  }
  if (const auto there = IsThere(engine, id); !there) return tl::unexpected(there.error());
  if (looked_at < paths.size())
    found.unknown = fmt::format("{} of the {} files that came into {} were not looked at, whether Compose wrote them",
                                paths.size() - looked_at, paths.size(), id.Short());
  return found;
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
