#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/time.h"
#include "docker/connection/find_engine.h"

#include <boost/describe.hpp>

namespace docktor::app {

enum class LogFormat { kText, kJson };
BOOST_DESCRIBE_ENUM(LogFormat, kText, kJson)

/// What the user asked of a daemon when it was started. What is left empty comes from the settings.
struct DaemonOptions {
  std::optional<std::string> compose_file = {};  ///< a path as the user wrote it
  std::optional<std::string> project = {};       ///< a Compose project's name
  docker::EngineChoice engine = {};
  std::vector<std::string> services = {};     ///< enabled in addition to those that the files enable
  bool foreground = false;                    ///< stay with the terminal
  std::optional<std::string> log_file = {};   ///< a path as the user wrote it; empty: stderr in the foreground
  std::optional<LogFormat> log_format = {};   ///< empty: text
  std::optional<std::string> listen = {};     ///< an address over TCP, or "off"; empty: by the settings
  std::optional<std::string> base_path = {};  ///< before every path served over TCP: "/docktor"; empty: by the settings
  bool dry_run = false;                       ///< decide and explain, change nothing
  bool manual = false;                        ///< a person approves each change
  std::optional<Duration> interval = {};      ///< between two looks
};

/// The flags of `docktor daemon start` that say the same, all but --foreground.
std::vector<std::string> FlagsOf(const DaemonOptions& options);

}  // namespace docktor::app
