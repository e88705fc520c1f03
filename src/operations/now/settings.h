#pragma once

#include <optional>
#include <string>
#include <vector>

#include "operations/declare/operation.h"
#include "operations/world/context.h"

namespace docktor::operations {

struct SettingsInput {
  std::optional<std::string> service = {};
};
BOOST_DESCRIBE_STRUCT(SettingsInput, (), (service))

struct SettingsOutput {
  std::optional<std::string> error = {};  ///< why changed settings are refused; those below are in force
  std::vector<ServiceSettings> services;
};
BOOST_DESCRIBE_STRUCT(SettingsOutput, (), (error, services))

Operation SettingsOperation();

}  // namespace docktor::operations
