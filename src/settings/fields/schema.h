#pragma once

#include "core/json.h"

namespace docktor::settings {

/// JSON Schema of docktor.yaml, for editors; `#/$defs/service` is that of an `x-docktor` in a service,
/// `#/$defs/project` that of one at the top of a Compose file. Derived from the list of fields.
json::object SettingsSchema();

}  // namespace docktor::settings
