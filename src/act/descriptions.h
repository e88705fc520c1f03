#pragma once

#include <map>
#include <mutex>
#include <optional>

#include "core/ids.h"
#include "core/json.h"

namespace docktor::act {

/// The last inspect answer of each service that was seen, so that one without any replica can come back. In memory.
/// Safe to call from every thread.
class Descriptions {
 public:
  /// Unless what is kept was created later.
  void Keep(const ServiceKey& service, const json::object& inspect);
  std::optional<json::object> Of(const ServiceKey& service) const;

 private:
  mutable std::mutex mutex_;
  std::map<ServiceKey, json::object> newest_;
};

}  // namespace docktor::act
