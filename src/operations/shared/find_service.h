#pragma once

#include <string>

#include "pilot/view.h"

namespace docktor::operations {

/// The service that somebody means by `name`: "web" where one project has it, "shop/web" always. The view lives as
/// long as the snapshot.
/// kNotFound suggests what may have been meant; kInvalidInput: several projects have one of that name.
Result<const pilot::ServiceView*> FindService(const pilot::Snapshot& snapshot, const std::string& name);

}  // namespace docktor::operations
