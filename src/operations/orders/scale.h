#pragma once

#include "operations/shared/command_result.h"

namespace docktor::operations {

struct ScaleInput {
  std::string service;
  int replicas = 0;
  std::optional<Duration> hold = {};
  std::optional<std::string> until = {};
  bool at_least = false;
  bool at_most = false;
  bool once = false;
};
BOOST_DESCRIBE_STRUCT(ScaleInput, (), (service, replicas, hold, until, at_least, at_most, once))

Operation ScaleOperation();

}  // namespace docktor::operations
