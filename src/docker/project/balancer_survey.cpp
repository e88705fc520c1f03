#include "docker/project/balancer_survey.h"

#include "docker/json_reader.h"
#include "docker/project/description.h"
#include "docker/project/warnings.h"
#include "docker/tar.h"

namespace docktor::docker {
namespace {

constexpr int kMostHangs = 2;  // of one container: everybody else waits meanwhile

}  // namespace

void BalancerSurvey::Look(const json::object& inspect, std::map<ServiceKey, ServiceFacts>& services) {
  if (!IsBalancer(inspect) || Text(inspect, {"State", "Status"}) != "running") return;
  const auto own = ServiceOf(inspect);
  const auto& config = ConfigOf(inspect);
  for (auto& [key, facts] : services) {
    if (own == key) continue;
    const auto statement = ResolvedOnce(config, key.service);
    if (!statement.empty() && own)
      facts.warnings.push_back({WarningKind::kNamesResolvedOnce, own->service + ": " + statement});
  }
}

void BalancerSurvey::KeepOnly(const std::set<std::string>& listed) {
  std::erase_if(configs_, [&](const auto& entry) { return !listed.contains(entry.first); });
}

const std::string& BalancerSurvey::ConfigOf(const json::object& inspect) {
  const auto id = Text(inspect, {"Id"});
  auto& config = configs_[id];
  const auto run = Text(inspect, {"State", "StartedAt"});
  if (config.run == run || config.hangs >= kMostHangs) return config.text;
  config.run = run;
  Read({id}, config);
  return config.text;
}

void BalancerSurvey::Read(const ContainerId& id, Config& config) {
  config.text.clear();
  for (const auto* path : {"/etc/nginx/nginx.conf", "/etc/nginx/conf.d", "/usr/local/etc/haproxy/haproxy.cfg",
                           "/etc/haproxy/haproxy.cfg"}) {
    const auto archive = engine_.ReadFile(id, path);
    if (archive) config.text += ContentsOf(*archive);
    if (archive || archive.error().code != Errc::kTimeout) continue;
    ++config.hangs;
    return;
  }
}

}  // namespace docktor::docker
