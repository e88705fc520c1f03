#include "app/plan/options.h"

namespace docktor::app {

std::vector<std::string> FlagsOf(const DaemonOptions& options) {
  std::vector<std::string> flags;
  const auto add = [&](const char* flag, const std::string& value) { flags.insert(flags.end(), {flag, value}); };
  if (options.compose_file) add("--compose-file", *options.compose_file);
  if (options.project) add("--project", *options.project);
  if (options.engine.host) add("--host", *options.engine.host);
  if (options.engine.context) add("--context", *options.engine.context);
  for (const auto& service : options.services) add("--service", service);
  if (options.interval) add("--interval", ToText(*options.interval));
  if (options.listen) add("--listen", *options.listen);
  if (options.base_path) add("--base-path", *options.base_path);
  if (options.dry_run) flags.emplace_back("--dry-run");
  if (options.log_file) add("--log-file", *options.log_file);
  if (options.log_format) add("--log-format", *options.log_format == LogFormat::kJson ? "json" : "text");
  if (options.manual) flags.emplace_back("--manual");
  return flags;
}

}  // namespace docktor::app
