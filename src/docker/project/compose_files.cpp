#include "docker/project/compose_files.h"

#include <filesystem>

#include <fmt/format.h>
#include <unistd.h>

#include "docker/json_reader.h"
#include "docker/project/description.h"
#include "docker/project/labels.h"
#include "net/program.h"

namespace docktor::docker {
namespace {

constexpr Duration kPatience = 10s;

Launch LaunchFrom(const json::object& inspect) {
  const json::array alone{{{"Labels", Object(inspect, {"Config", "Labels"})}}};
  return LaunchOf(alone).value_or(Launch{});
}

/// Changes whenever one of the files does.
std::string StampOf(const Launch& launch) {
  std::string stamp;
  for (const auto& file : launch.files) {
    std::error_code error;
    stamp += fmt::format("{} ", std::filesystem::last_write_time(file, error).time_since_epoch().count());
  }
  return stamp;
}

Status CheckReadable(const Launch& launch) {
  for (const auto& file : launch.files)
    if (access(file.c_str(), R_OK) != 0) return Fail(Errc::kUnavailable, file + " cannot be read here");
  return {};
}

/// The hash in "web 5da8…".
std::string HashIn(const std::string& output, const std::string& service) {
  const auto begin = output.rfind(service + " ");
  if (begin == output.npos) return {};
  const auto hash = output.substr(begin + service.size() + 1);
  return hash.substr(0, hash.find_first_of(" \n"));
}

/// Without the words of Compose, which may quote a value.
tl::unexpected<Error> NotByCompose() {
  return Fail(Errc::kUnavailable, "the Compose command here cannot read its files", "docktor doctor says why");
}

}  // namespace

ComposeFilesByCommand::ComposeFilesByCommand(const EngineAddress& engine)
    : ComposeFilesByCommand(
          engine, [](const std::vector<std::string>& command) { return net::OutputOf(command, kPatience); }) {}

Result<ComposeService> ComposeFilesByCommand::Of(const json::object& inspect) {
  const auto hash = Text(inspect, {"Config", "Labels", kConfigHashLabel});
  const auto launch = LaunchFrom(inspect);
  const auto service = ServiceOf(inspect);
  if (hash.empty() || launch.files.empty() || !service) return Fail(Errc::kNotFound, "no Compose file is named");
  const auto stamp = StampOf(launch);
  if (auto kept = Kept(hash, stamp)) return *std::move(kept);
  auto read = Read(launch, *service, hash);
  const std::lock_guard lock(mutex_);
  if (read)
    by_hash_.emplace(hash, *read);
  else if (read.error().code != Errc::kUnavailable)  // that may be over by the next time
    refused_.insert_or_assign(hash, Refusal{stamp, read.error()});
  return read;
}

std::optional<Result<ComposeService>> ComposeFilesByCommand::Kept(const std::string& hash, const std::string& stamp) {
  const std::lock_guard lock(mutex_);
  if (const auto known = by_hash_.find(hash); known != by_hash_.end()) return known->second;
  const auto refused = refused_.find(hash);
  if (refused == refused_.end() || refused->second.stamp != stamp) return std::nullopt;
  return Result<ComposeService>(tl::unexpected(refused->second.why));
}

Result<ComposeService> ComposeFilesByCommand::Read(const Launch& launch, const ServiceKey& service,
                                                   const std::string& hash) {
  if (const auto readable = CheckReadable(launch); !readable) return tl::unexpected(readable.error());
  const auto ask = [&](std::initializer_list<std::string> words) {
    auto command = ComposeCommand(engine_, service.project, launch);
    command.insert(command.end(), words);
    return run_(command);
  };
  const auto hashes = ask({"config", "--hash", service.service});
  if (!hashes) return NotByCompose();
  if (HashIn(*hashes, service.service) != hash)
    return Fail(Errc::kConflict, "its Compose file says something else by now, or here");
  const auto printed = ask({"config", "--format", "json", service.service});
  if (!printed) return NotByCompose();
  return ParseComposeService(*printed, service.service);
}

}  // namespace docktor::docker
