#pragma once

#include <optional>
#include <string>

#include "core/json.h"

namespace docktor::docker {

/// A place that outlives a container or is shared with others: a volume, be it anonymous, or a folder of the host's.
struct WritablePlace {
  std::string words;       ///< "volume shop_data at /data"
  bool anonymous = false;  ///< a volume of this container alone
};

/// Of an element of an inspect document's Mounts; empty where nothing can be written there.
std::optional<WritablePlace> WritablePlaceOf(const json::object& mount);

}  // namespace docktor::docker
