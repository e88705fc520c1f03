#include "observe/sources/service_addresses.h"

#include <tuple>

namespace docktor::observe {
namespace {

bool Serves(const Replica& replica) { return Runs(replica.phase) && !replica.addresses.empty(); }

/// The one to ask; `before` is the address that was chosen last.
const Replica* Choose(const ServiceFacts& facts, const std::string& before) {
  const Replica* best = nullptr;
  const auto rank = [&](const Replica& replica) {
    return std::tuple(replica.phase != Phase::kReady, replica.addresses.front() != before, replica.number);
  };
  for (const auto& replica : facts.replicas)
    if (Serves(replica) && (best == nullptr || rank(replica) < rank(*best))) best = &replica;
  return best;
}

}  // namespace

void ServiceAddresses::Update(const Topology& topology) {
  const std::lock_guard lock(mutex_);
  std::map<std::string, std::string> chosen;
  for (const auto& facts : topology.services)
    if (const auto* replica = Choose(facts, chosen_[facts.key.service]))
      chosen[facts.key.service] = replica->addresses.front();
  chosen_ = std::move(chosen);
}

std::optional<std::string> ServiceAddresses::Of(const std::string& service) const {
  const std::lock_guard lock(mutex_);
  const auto found = chosen_.find(service);
  return found == chosen_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace docktor::observe
