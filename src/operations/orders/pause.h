#pragma once

#include "operations/shared/command_result.h"

namespace docktor::operations {

struct PauseInput {
  std::string service;  ///< or "all"
  std::optional<Duration> hold = {};
  std::optional<std::string> until = {};
  bool up = false;    ///< only additions are paused
  bool down = false;  ///< only removals
};
BOOST_DESCRIBE_STRUCT(PauseInput, (), (service, hold, until, up, down))

struct ResumeInput {
  std::string service;  ///< or "all"
};
BOOST_DESCRIBE_STRUCT(ResumeInput, (), (service))

Operation PauseOperation();
Operation ResumeOperation();

}  // namespace docktor::operations
