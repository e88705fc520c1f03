#include "act/descriptions.h"

#include "docker/json_reader.h"

namespace docktor::act {
namespace {

Instant CreatedAt(const json::object& inspect) {
  return ParseInstant(docker::Text(inspect, {"Created"})).value_or(Instant{});
}

}  // namespace

void Descriptions::Keep(const ServiceKey& service, Description description) {
  const std::lock_guard lock(mutex_);
  auto& kept = newest_[service];
  if (kept.inspect.empty() || CreatedAt(kept.inspect) <= CreatedAt(description.inspect)) kept = std::move(description);
}

std::optional<Description> Descriptions::Of(const ServiceKey& service) const {
  const std::lock_guard lock(mutex_);
  const auto found = newest_.find(service);
  return found == newest_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace docktor::act
