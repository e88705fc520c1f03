#pragma once

#include <string>
#include <vector>

#include "cli/exit_code.h"
#include "core/result.h"

#include <boost/describe.hpp>

namespace docktor::cli::doctor {

enum class Level { kOk, kWarning, kProblem };
BOOST_DESCRIBE_ENUM(Level, kOk, kWarning, kProblem)

/// One line of the doctor's: what was looked at, how it is, and what to do about it.
struct Finding {
  std::string topic;  ///< "engine", "service web", …
  Level level = Level::kOk;
  std::string text;
  std::string advice = {};  ///< empty where nothing is to be done
  friend bool operator==(const Finding&, const Finding&) = default;
};
BOOST_DESCRIBE_STRUCT(Finding, (), (topic, level, text, advice))

/// All of them, and what they mean for a script: kUsage for wrong settings, kDockerUnreachable, else kFailed for any
/// other problem. Warnings are kOk. Of several the first problem counts.
struct Findings {
  std::vector<Finding> all = {};
  ExitCode meaning = kOk;

  void Ok(std::string topic, std::string text, std::string advice = {});
  void Warn(std::string topic, std::string text, std::string advice = {});
  void Problem(std::string topic, const Error& error, ExitCode exit_code = kFailed);
};

}  // namespace docktor::cli::doctor
