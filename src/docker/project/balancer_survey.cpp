#include "docker/project/balancer_survey.h"

#include "docker/json_reader.h"
#include "docker/project/description.h"
#include "docker/project/warnings.h"
#include "docker/tar.h"

namespace docktor::docker {

void BalancerSurvey::Look(const json::object& inspect, std::map<ServiceKey, ServiceFacts>& services) {
  if (!IsBalancer(inspect) || Text(inspect, {"State", "Status"}) != "running") return;
  const auto own = ServiceOf(inspect);
  const auto config = ConfigOf(inspect);
  for (auto& [key, facts] : services) {
    if (own == key) continue;
    const auto statement = ResolvedOnce(config, key.service);
    if (!statement.empty() && own)
      facts.warnings.push_back({WarningKind::kNamesResolvedOnce, own->service + ": " + statement});
  }
}

std::string BalancerSurvey::ConfigOf(const json::object& inspect) {
  const auto id = Text(inspect, {"Id"});
  const auto [known, added] = configs_.try_emplace(id + Text(inspect, {"State", "StartedAt"}));
  if (!added) return known->second;
  for (const auto* path :
       {"/etc/nginx/nginx.conf", "/etc/nginx/conf.d", "/usr/local/etc/haproxy/haproxy.cfg", "/etc/haproxy/haproxy.cfg"})
    if (const auto archive = engine_.ReadFile({id}, path)) known->second += ContentsOf(*archive);
  return known->second;
}

}  // namespace docktor::docker
