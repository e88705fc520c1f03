#pragma once

#include <string>
#include <vector>

#include "core/ids.h"

#include <boost/describe.hpp>

namespace docktor::operations {

/// One value in force and where it was said.
struct SettingFact {
  std::string key;
  std::string value;   ///< as one would write it
  std::string origin;  ///< "compose.yaml:12:7", "label docktor.min of shop/web", "default"
};
BOOST_DESCRIBE_STRUCT(SettingFact, (), (key, value, origin))

struct ServiceSettings {
  ServiceKey service;
  std::vector<SettingFact> settings;  ///< in the order of the reference
};
BOOST_DESCRIBE_STRUCT(ServiceSettings, (), (service, settings))

}  // namespace docktor::operations
