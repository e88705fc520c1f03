#pragma once

#include <optional>
#include <string>

#include "operations/shared/command_result.h"

namespace docktor::operations {

/// Which way a service is to lean.
enum class Leaning { kConservative, kAggressive };
BOOST_DESCRIBE_ENUM(Leaning, kConservative, kAggressive)

struct LeanInput {
  std::string service;  ///< or "all"
  Leaning way = Leaning::kConservative;
  std::optional<Duration> hold = {};
  std::optional<std::string> until = {};
};
BOOST_DESCRIBE_STRUCT(LeanInput, (), (service, way, hold, until))

Operation LeanOperation();

}  // namespace docktor::operations
