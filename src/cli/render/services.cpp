#include <fmt/format.h>

#include "cli/render/render.h"
#include "cli/render/table.h"

namespace docktor::cli {
namespace {

std::string Scaling(const operations::ServiceFact& fact) {
  if (!fact.scalable) return "cannot";
  if (!fact.enabled) return "watched only";
  return fmt::format("{} to {}", fact.min, fact.max) +
         (fact.cpu_target ? fmt::format(", CPU {:.0f}%", 100 * *fact.cpu_target) : ", adaptive");
}

std::string Running(const operations::ServiceFact& fact) {
  int running = 0;
  for (const auto& replica : fact.replicas) running += Runs(replica.phase) ? 1 : 0;
  return std::to_string(running);
}

}  // namespace

std::string RenderServices(const operations::ServicesOutput& services, const Look& look) {
  if (services.services.empty()) return "no container of the project has been seen; start it: docker compose up -d\n";
  Table table({"SERVICE", "RUNNING", "SCALING", "IMAGE"});
  std::string notes;
  bool watched = false;
  for (const auto& fact : services.services) {
    const auto ink = fact.scalable && fact.enabled ? Ink::kGreen : Ink::kFaint;
    table.Add({{fact.service.service, Ink::kBold}, {Running(fact)}, {Scaling(fact), ink}, {fact.image}});
    for (const auto& why : fact.why_not) notes += fact.service.service + ": " + why + "\n";
    for (const auto& warning : fact.warnings) notes += fact.service.service + ": warning: " + warning + "\n";
    watched = watched || (fact.scalable && !fact.enabled);
  }
  if (watched)
    notes +=
        "watched only: to have one scaled, write `x-docktor: {}` into it in the Compose file, or start the daemon with "
        "--service NAME\n";
  return table.Draw(look) + (notes.empty() ? "" : "\n" + notes);
}

}  // namespace docktor::cli
