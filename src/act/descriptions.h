#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/ids.h"
#include "core/json.h"

namespace docktor::act {

/// What is known of a replica that may be gone.
struct Description {
  json::object inspect;
  std::vector<std::string> written;  ///< paths of the files that Compose wrote into it; they went with it
};

/// The last description of each service that was seen, so that one without any replica can come back. In memory.
/// Safe to call from every thread.
class Descriptions {
 public:
  /// Unless what is kept was created later.
  void Keep(const ServiceKey& service, Description description);
  std::optional<Description> Of(const ServiceKey& service) const;

 private:
  mutable std::mutex mutex_;
  std::map<ServiceKey, Description> newest_;
};

}  // namespace docktor::act
