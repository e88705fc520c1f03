#include "docker/project/description.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include "docker/connection/stop_limit.h"
#include "docker/json_reader.h"
#include "docker/project/labels.h"
#include "docker/project/obstacles.h"
#include "docker/project/warnings.h"
#include "docker/signal_number.h"

namespace docktor::docker {
namespace {

std::string Label(const json::object& inspect, std::string_view label) {
  return Text(inspect, {"Config", "Labels", label});
}

/// `text` as a whole number that is not negative.
std::optional<int> Whole(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number < 0) return std::nullopt;
  return number;
}

/// Go's zero time, and what is no time, is the epoch.
Instant Time(const json::object& inspect, Path path) {
  return std::max(ParseInstant(Text(inspect, path)).value_or(Instant{}), Instant{});
}

std::vector<std::string> Split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const auto end = std::min(text.find(separator), text.size());
    if (end > 0) parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

/// How many CPUs "0-2,5" names; 0 where it is no such list.
int CountCpus(std::string_view set) {
  constexpr int kMost = 65536;
  int count = 0;
  for (const auto& part : Split(set, ',')) {
    const auto dash = part.find('-');
    const auto first = Whole(part.substr(0, dash));
    const auto last = dash == std::string::npos ? first : Whole(part.substr(dash + 1));
    if (!first || !last || *last < *first || *last > kMost || count > kMost) return 0;
    count += *last - *first + 1;
  }
  return count;
}

std::optional<double> CpuLimit(const json::object& inspect) {
  constexpr double kLeast = 0.01, kDefaultPeriod = 100'000;
  const auto nano = static_cast<double>(Number(inspect, {"HostConfig", "NanoCpus"}));
  const auto quota = static_cast<double>(Number(inspect, {"HostConfig", "CpuQuota"}));
  const auto period = static_cast<double>(Number(inspect, {"HostConfig", "CpuPeriod"}));
  double cpus = nano > 0 ? nano / 1e9 : quota > 0 ? quota / (period > 0 ? period : kDefaultPeriod) : 0;
  if (cpus < kLeast) cpus = 0;
  const double pinned = CountCpus(Text(inspect, {"HostConfig", "CpusetCpus"}));
  if (pinned > 0) cpus = cpus > 0 ? std::min(cpus, pinned) : pinned;
  if (cpus <= 0) return std::nullopt;
  return cpus;
}

Limits ParseLimits(const json::object& inspect) {
  Limits limits{.cpus = CpuLimit(inspect)};
  if (const auto memory = Number(inspect, {"HostConfig", "Memory"}); memory > 0) limits.memory_bytes = memory;
  return limits;
}

/// One for each network; with the host's own network it is found at the host.
std::vector<std::string> ParseAddresses(const json::object& inspect) {
  if (Text(inspect, {"HostConfig", "NetworkMode"}) == "host") return {"127.0.0.1"};
  std::vector<std::string> addresses;
  for (const auto& [network, endpoint] : Object(inspect, {"NetworkSettings", "Networks"}))
    if (endpoint.is_object())
      for (const auto* key : {"IPAddress", "GlobalIPv6Address"})
        if (auto address = Text(endpoint.get_object(), {key}); !address.empty())
          addresses.push_back(std::move(address));
  return addresses;
}

/// One that its restart policy has started before, and again, is no start that can be waited for: each begins anew. The
/// engine counts them until somebody starts the container.
Phase PhaseOfStart(const json::object& inspect) {
  return Number(inspect, {"RestartCount"}) > 1 ? Phase::kUnhealthy : Phase::kStarting;
}

/// A stopped container shows a health of its own, so the status comes first.
Phase ParsePhase(const json::object& inspect) {
  const auto status = Text(inspect, {"State", "Status"});
  if (status == "paused") return Phase::kPaused;
  if (status == "restarting") return PhaseOfStart(inspect);
  if (status != "running") return Phase::kExited;
  const auto health = Text(inspect, {"State", "Health", "Status"});
  if (health == "starting") return PhaseOfStart(inspect);
  if (health == "unhealthy") return Phase::kUnhealthy;
  return Phase::kReady;
}

StopTerms ParseStopTerms(const json::object& inspect) {
  StopTerms stop{.grace = StopGrace(inspect)};
  stop.signal = SignalNumber(Text(inspect, {"Config", "StopSignal"})).value_or(stop.signal);
  return stop;
}

bool Older(const json::object& a, const json::object& b) {
  const auto age = [](const json::object& inspect) {
    return std::pair(Time(inspect, {"Created"}), Whole(Label(inspect, kNumberLabel)).value_or(0));
  };
  return age(a) < age(b);
}

std::map<std::string, std::string> Settings(const json::object& inspect) {
  std::map<std::string, std::string> settings;
  for (const auto& [name, value] : Object(inspect, {"Config", "Labels"}))
    if (std::string_view(name).starts_with("docktor.") && name != kCopyLabel && value.is_string())
      settings.emplace(name, value.get_string());
  return settings;
}

/// By name where one of them still has it: copies name their image by its id.
std::string ImageOf(const std::vector<json::object>& oldest_first) {
  std::string id;
  for (auto inspect = oldest_first.rbegin(); inspect != oldest_first.rend(); ++inspect) {
    const auto image = Text(*inspect, {"Config", "Image"});
    if (!image.empty() && !image.starts_with("sha256:")) return image;
    if (id.empty()) id = image;
  }
  return id;
}

}  // namespace

Result<Replica> ParseReplica(const json::object& inspect) {
  Replica replica;
  replica.id.value = Text(inspect, {"Id"});
  if (replica.id.empty()) return Fail(Errc::kInvalidInput, "the engine's description of a container has no Id");
  replica.name = NameOf(inspect);
  replica.number = Whole(Label(inspect, kNumberLabel)).value_or(0);
  replica.phase = ParsePhase(inspect);
  replica.created_at = Time(inspect, {"Created"});
  replica.started_at = Time(inspect, {"State", "StartedAt"});
  replica.limits = ParseLimits(inspect);
  replica.config_hash = Label(inspect, kConfigHashLabel);
  replica.copy = IsCopy(inspect);
  replica.stop = ParseStopTerms(inspect);
  replica.copy_of = Label(inspect, kCopyLabel);
  replica.run = RunOf(inspect);
  if (Runs(replica.phase)) {
    replica.pid = std::max<std::int64_t>(Number(inspect, {"State", "Pid"}), 0);
    replica.addresses = ParseAddresses(inspect);
  } else {
    const auto code = Number(inspect, {"State", "ExitCode"});
    replica.exit_code = static_cast<int>(
        std::clamp<std::int64_t>(code, std::numeric_limits<int>::min(), std::numeric_limits<int>::max()));
    replica.out_of_memory = Flag(inspect, {"State", "OOMKilled"});
  }
  return replica;
}

std::string NameOf(const json::object& inspect) {
  const auto name = Text(inspect, {"Name"});
  return name.starts_with('/') ? name.substr(1) : name;
}

std::string RunOf(const json::object& inspect) { return Text(inspect, {"State", "StartedAt"}); }

bool IsCopy(const json::object& inspect) { return Find(inspect, {"Config", "Labels", kCopyLabel}) != nullptr; }

std::optional<ServiceKey> ServiceOf(const json::object& inspect) {
  ServiceKey key{Label(inspect, kProjectLabel), Label(inspect, kServiceLabel)};
  const auto one_off = Label(inspect, kOneOffLabel);
  if (key.project.empty() || key.service.empty() || one_off == "True" || one_off == "true") return std::nullopt;
  return key;
}

ServiceFacts ParseService(const ServiceKey& key, Instant at, const std::vector<json::object>& inspects) {
  ServiceFacts facts{.key = key, .at = at};
  std::vector<json::object> known;
  for (const auto& inspect : inspects) {
    auto replica = ParseReplica(inspect);
    if (!replica) continue;
    facts.replicas.push_back(*std::move(replica));
    known.push_back(inspect);
  }
  if (known.empty()) return facts;
  std::stable_sort(facts.replicas.begin(), facts.replicas.end(),
                   [](const Replica& a, const Replica& b) { return a.number < b.number; });
  std::stable_sort(known.begin(), known.end(), Older);
  const auto& newest = known.back();
  facts.image = ImageOf(known);
  facts.obstacles = FindObstacles(key, facts.image, known);
  facts.warnings = FindWarnings(facts.image, ModelOf(known));
  facts.labels = Settings(newest);
  facts.config_files = Split(Label(newest, kConfigFilesLabel), ',');
  facts.working_dir = Label(newest, kWorkingDirLabel);
  facts.environment_files = Split(Label(newest, kEnvironmentFilesLabel), ',');
  return facts;
}

}  // namespace docktor::docker
