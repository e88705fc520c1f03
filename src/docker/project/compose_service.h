#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "docker/program.h"

namespace docktor::docker {

/// What the Compose files say of a service that its containers do not show.
struct ComposeService {
  std::vector<std::string> written;  ///< paths of the files that Compose writes into each container
  std::vector<Program> post_start;   ///< what it runs in each once it has started, one after another
  std::vector<Program> pre_stop;     ///< what it runs in each before it stops it
  friend bool operator==(const ComposeService&, const ComposeService&) = default;
};

/// From what `docker compose config --format json` printed: warnings, then the document. Written are secrets from the
/// environment and configs from the environment or given as content; other ones are mounted.
/// kInvalidInput: no such document, or not of this service. Never quotes what it read: there may be secrets in it.
Result<ComposeService> ParseComposeService(std::string_view output, const std::string& service);

}  // namespace docktor::docker
