#pragma once

#include "operations/command_result.h"

namespace docktor::operations {

struct ScaleInput {
  std::string service;
  int replicas = 0;
  std::optional<Duration> hold = {};
  bool once = false;
};
BOOST_DESCRIBE_STRUCT(ScaleInput, (), (service, replicas, hold, once))

Operation ScaleOperation();

}  // namespace docktor::operations
