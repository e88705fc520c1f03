#pragma once

#include <vector>

#include "core/ids.h"
#include "core/load_point.h"
#include "core/result.h"
#include "remember/store/database.h"

namespace docktor::remember {

struct LoadQuery {
  ServiceKey service;
  Instant since{};
  Duration step{0};  ///< 10 s or a minute: of which samples; see Store for how long each are kept
};

/// The service's load by its samples of CPU, oldest first; where none was taken there is a gap. Errors are those of
/// Database.
Result<std::vector<LoadPoint>> LoadHistory(Database& database, const LoadQuery& query);

}  // namespace docktor::remember
