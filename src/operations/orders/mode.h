#pragma once

#include "operations/shared/command_result.h"

namespace docktor::operations {

/// What a person may choose.
enum class WantedMode {
  kAuto,      ///< scaled by its rules
  kManual,    ///< its rules propose, a person decides
  kSettings,  ///< as its settings say
};
BOOST_DESCRIBE_ENUM(WantedMode, kAuto, kManual, kSettings)

struct ModeInput {
  std::string service;  ///< or "all"
  WantedMode mode = WantedMode::kSettings;
};
BOOST_DESCRIBE_STRUCT(ModeInput, (), (service, mode))

/// For persons only: what a model or an agent can call enables nothing, and takes nobody's approval away.
Operation ModeOperation();

}  // namespace docktor::operations
