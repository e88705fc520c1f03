#include "serve/metrics/page.h"

#include <prometheus/text_serializer.h>

#include "serve/metrics/daemon_families.h"
#include "serve/metrics/process_families.h"
#include "serve/metrics/service_family.h"

namespace docktor::serve::metrics {
namespace {

std::vector<Seen> SeenNow(const operations::Context& context, const pilot::Snapshot& snapshot) {
  const auto counted = context.counts.Now();
  const auto now = context.clock.Now();
  const auto ahead = context.clock.Date() - now;
  std::vector<Seen> all;
  for (const auto& view : snapshot.services) {
    const auto found = counted.find(view.key);
    all.push_back(
        {view, found == counted.end() ? remember::ServiceCounts{} : found->second, context.meter, now, ahead});
  }
  return all;
}

}  // namespace

std::string Page(const operations::Context& context) {
  const auto snapshot = context.pilots.Latest();
  const auto services = SeenNow(context, *snapshot);
  auto families = DaemonFamilies(context, *snapshot);
  for (const auto& of_each : {StateFamilies(), CountFamilies()})
    for (const auto& family : of_each) families.push_back(FamilyOf(family, services));
  for (auto& family : ProcessFamilies(context.facts.started_at)) families.push_back(std::move(family));
  std::erase_if(families, [](const Family& family) { return family.metric.empty(); });
  return prometheus::TextSerializer().Serialize(families);
}

}  // namespace docktor::serve::metrics
