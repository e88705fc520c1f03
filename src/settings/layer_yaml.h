#pragma once

#include <string>
#include <vector>

#include "settings/layer.h"
#include "settings/yaml.h"

namespace docktor::settings {

/// Reads an `x-docktor` map of the file `name` into `layer`. Whatever is wrong in it is told, all at once, as
/// "name:line:column: …"; what is right is read nevertheless. A null is an empty map.
std::vector<Error> ReadLayer(const YamlNode& node, const std::string& name, Layer& layer);

/// "name:line:column"
std::string PlaceText(const std::string& name, YamlPlace place);

}  // namespace docktor::settings
