#include "serve/metrics/service_family.h"

#include "core/utf8.h"

namespace docktor::serve::metrics {

Family FamilyOf(const ServiceFamily& family, const std::vector<Seen>& services) {
  Family out{.name = family.name, .help = family.help, .type = family.type};
  for (const auto& seen : services) {
    const Labels whose{{"project", ToUtf8(seen.view.key.project)}, {"service", ToUtf8(seen.view.key.service)}};
    for (auto& point : family.of(seen)) {
      point.label.insert(point.label.begin(), whose.begin(), whose.end());
      out.metric.push_back(std::move(point));
    }
  }
  return out;
}

}  // namespace docktor::serve::metrics
