#pragma once

#include <string>
#include <vector>

#include "settings/fields/fields.h"
#include "settings/fields/findings.h"
#include "settings/layer.h"

namespace docktor::settings {

/// Reads a map of settings, such as `x-docktor`, of the file `name` into `layer`. Whatever is wrong in it is told, all
/// at once, as "name:line:column: …"; what is right is read nevertheless. A null is an empty map.
/// `scope`: kProject where the map is for all services, kService where it is for one.
std::vector<Error> ReadLayer(const YamlNode& node, const std::string& name, Scope scope, Layer& layer);

}  // namespace docktor::settings
