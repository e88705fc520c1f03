#include "cli/daemon/greeting.h"

#include <algorithm>

#include <fmt/format.h>

#include "cli/model/unused_keys.h"
#include "cli/render/times.h"
#include "operations/shared/did_you_mean.h"

namespace docktor::cli {
namespace {

/// Whether a person decides about its changes.
bool IsManual(const ServiceKey& service, const operations::StatusOutput& status) {
  return std::any_of(status.services.begin(), status.services.end(),
                     [&](const auto& one) { return one.service == service && one.mode == operations::Mode::kManual; });
}

std::string About(const operations::ServiceFact& fact, bool manual, const Look& look) {
  if (!fact.scalable || !fact.enabled) {
    auto out = Paint(fact.scalable ? "watched only" : "not scaled", Ink::kFaint, look);
    for (const auto& why : fact.why_not) out += "\n      " + why;
    return out;
  }
  return Paint(manual ? "changes proposed" : "scaled", Ink::kGreen, look) +
         fmt::format(" between {} and {}", fact.min, fact.max) +
         (fact.cpu_target ? fmt::format(", CPU target {:.0f}%", 100 * *fact.cpu_target)
                          : ", by what is learned of its load");
}

std::string NextLook(const operations::StatusOutput& status) {
  std::optional<Instant> next;
  for (const auto& service : status.services)
    if (service.next_look && (!next || *service.next_look < *next)) next = service.next_look;
  return next ? "Next look " + Relative(*next, status.at) + ". " : "";
}

/// With the link that logs in once, which is a secret; later there is a command for it.
std::string WhereItsPageIs(const operations::DaemonFacts& daemon, const Result<std::string>& login_link,
                           const Look& look) {
  if (!login_link) return Paint(login_link.error().message, Ink::kYellow, look) + "\n";
  if (daemon.url.empty()) return "";
  const auto page = login_link->empty() ? "Its page: " + daemon.url + " (docktor link logs a browser in)"
                                        : "Its page, logged in (later by docktor link): " + *login_link;
  return page + "\nIt answers programs at " + daemon.url + " (docs/mcp.md).\n";
}

std::string ModelOffer(const brain::Variables& variables) {
  const auto with = model::WithKeys(variables);
  if (with.empty())
    return "No language model advises; to add one: docktor config set-model llama3.2 (docs/models.md)\n";
  return fmt::format(
      "No language model advises. {0} is set, and not used; to use it: docktor config set-model MODEL "
      "--provider {1}\n",
      with.front()->key_variable(), with.front()->name());
}

}  // namespace

std::string Greeting(const operations::StatusOutput& status, const operations::ServicesOutput& services,
                     const brain::Variables& variables, const Look& look, const Result<std::string>& login_link) {
  const auto& daemon = status.daemon;
  auto out = fmt::format("Docktor {} watches the project {} through {} (pid {}{}).\n", daemon.version,
                         Paint(operations::Listed(daemon.projects), Ink::kBold, look), daemon.engine, daemon.pid,
                         daemon.dry_run ? ", dry run: nothing is changed" : "");
  if (status.engine_lost) out += Paint("Docker does not answer: " + *status.engine_lost, Ink::kRed, look) + "\n";
  out += WhereItsPageIs(daemon, login_link, look);
  if (services.services.empty()) out += "No container of it has been seen yet; start it: docker compose up -d\n";
  for (const auto& fact : services.services)
    out += "  " + Paint(fact.service.service, Ink::kBold, look) + ": " +
           About(fact, IsManual(fact.service, status), look) + "\n";
  const auto& all = services.services;
  const auto idle = std::find_if(all.begin(), all.end(), [](const auto& f) { return f.scalable && !f.enabled; });
  const bool any = std::any_of(all.begin(), all.end(), [](const auto& f) { return f.scalable && f.enabled; });
  if (!any && idle != all.end())
    out += "Nothing is scaled yet: write `x-docktor: {}` into a service in the Compose file, or\n  docktor mode " +
           idle->service.service + " auto\n";
  const auto name =
      all.empty() ? "SERVICE"
                  : (any ? std::find_if(all.begin(), all.end(), [](const auto& f) { return f.scalable && f.enabled; })
                         : all.begin())
                        ->service.service;
  if (!status.model) out += ModelOffer(variables);
  return out + NextLook(status) + "Now try:\n  docktor status -w\n  docktor why " + name +
         "\n  docktor daemon logs -f\n";
}

}  // namespace docktor::cli
