#include "cli/init/proposal.h"

#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

#include "docker/json_reader.h"
#include "docker/project/obstacles.h"

namespace docktor::cli::init {
namespace {

using docker::Array;
using docker::Number;
using docker::Text;

constexpr const char* kExtension = "x-docktor";

std::string FixedPort(const json::object& service) {
  for (const auto& port : Array(service, {"ports"})) {
    const auto published = port.is_object() ? Text(port.get_object(), {"published"}) : std::string();
    if (!published.empty() && published != "0" && published.find('-') == std::string::npos) return published;
  }
  return {};
}

/// The first place that can be written and that all replicas would share.
std::string SharedPlace(const json::object& service) {
  for (const auto& entry : Array(service, {"volumes"})) {
    if (!entry.is_object()) continue;
    const auto& volume = entry.get_object();
    const auto source = Text(volume, {"source"});
    if (!source.empty() && !source.ends_with(".sock") && !docker::Flag(volume, {"read_only"}))
      return Text(volume, {"type"}) == "bind" ? source : "volume " + source;
  }
  return {};
}

std::string WhyUnfit(const json::object& service) {
  if (service.contains(kExtension)) return "it has x-docktor already";
  if (const auto port = FixedPort(service); !port.empty())
    return fmt::format("host port {} can belong to one replica only; a load balancer in front would hold it", port);
  if (const auto name = Text(service, {"container_name"}); !name.empty())
    return "its container name is fixed to " + name;
  if (Text(service, {"deploy", "mode"}) == "global") return "mode: global is one replica on each node";
  const auto image = Text(service, {"image"});
  if (docker::IsStore(image) && !Array(service, {"volumes"}).empty())
    return image + " keeps data, and copies of a store do not share it safely";
  return {};
}

int CountOf(const json::object& service) {
  const auto scale = std::max(Number(service, {"scale"}), Number(service, {"deploy", "replicas"}));
  return static_cast<int>(std::clamp<std::int64_t>(scale, 1, 1000));
}

/// 0: none.
double CpuLimitOf(const json::object& service) {
  const auto* limit = docker::Find(service, {"deploy", "resources", "limits", "cpus"});
  if (limit == nullptr) limit = docker::Find(service, {"cpus"});
  if (limit == nullptr) return 0;
  if (limit->is_string()) return std::strtod(limit->get_string().c_str(), nullptr);
  return limit->is_number() ? limit->to_number<double>() : 0;
}

Proposal ProposalFor(const std::string& name, const json::object& service, int cpus) {
  constexpr int kUsualMax = 10;
  Proposal proposal{.service = name, .min = CountOf(service)};
  proposal.max = std::max(kUsualMax, proposal.min);
  proposal.reason = "no fixed host port, no name of its own";
  if (const auto limit = CpuLimitOf(service); limit > 0) {
    const auto fit = static_cast<int>(std::min(cpus / limit, 1000.0));
    proposal.max = std::clamp(fit, proposal.min + 1, proposal.max + 1);
    proposal.reason +=
        fmt::format("; {} replicas of {:g} CPUs, of {} that this machine has", proposal.max, limit, cpus);
  }
  if (const auto place = SharedPlace(service); !place.empty())
    proposal.reason += "; but all replicas would write into " + place;
  if (docker::Array(service, {"healthcheck", "test"}).empty()) proposal.reason += "; a health check should be added";
  return proposal;
}

}  // namespace

Proposals Propose(const json::object& config, int cpus) {
  Proposals proposals;
  for (const auto& [name, value] : docker::Object(config, {"services"})) {
    if (!value.is_object()) continue;
    const auto& service = value.get_object();
    if (auto why = WhyUnfit(service); !why.empty())
      proposals.unfit.push_back({name, std::move(why)});
    else
      proposals.fit.push_back(ProposalFor(name, service, cpus));
  }
  return proposals;
}

}  // namespace docktor::cli::init
