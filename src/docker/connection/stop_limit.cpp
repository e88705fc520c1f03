#include "docker/connection/stop_limit.h"

#include <algorithm>

#include "docker/json_reader.h"

namespace docktor::docker {

Duration StopGrace(const json::object& inspect) {
  constexpr std::int64_t kUnsaid = 10, kLongest = 24 * 60 * 60;  // seconds
  const auto* own = Find(inspect, {"Config", "StopTimeout"});
  const auto grace = own != nullptr && own->is_number() ? Number(inspect, {"Config", "StopTimeout"}) : kUnsaid;
  return std::chrono::seconds(grace < 0 ? kLongest : std::min(grace, kLongest));
}

Duration StopLimit(const json::object& inspect) {
  constexpr Duration kEngines = 30s;
  return kEngines + StopGrace(inspect);
}

}  // namespace docktor::docker
