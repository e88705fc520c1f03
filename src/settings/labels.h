#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/ids.h"
#include "settings/layer.h"

namespace docktor::settings {

/// Reads the `docktor.*` labels of a service's container into `layer`: docktor.min, docktor.scale_up.policies
/// ("4/15s,100%/15s"), … Labels of others, and those that Docktor writes itself (docktor.copy…), are left aside.
///
/// Whatever is wrong is told, all at once, as "label docktor.min of shop/web: …"; a wrong label is not read, the others
/// are. Whether a service with a wrong label may be scaled is not decided here (see Settings: it may not).
std::vector<Error> ReadLabels(const ServiceKey& service, const std::map<std::string, std::string>& labels,
                              Layer& layer);

/// The same for one label, whose `place` the error begins with. Empty: right, or none of Docktor's.
std::optional<Error> ReadLabel(const std::string& label, const std::string& value, const std::string& place,
                               Layer& layer);

}  // namespace docktor::settings
