#pragma once

#include <mutex>

#include "docker/project/compose_files.h"

namespace docktor::docker {

/// Compose files in memory: what they say of a service, or why that cannot be known. Without a word they say nothing
/// beyond what containers show. Safe to call from every thread.
class FakeComposeFiles final : public ComposeFiles {
 public:
  void Say(const ServiceKey& service, Result<ComposeService> what);
  Result<ComposeService> Of(const json::object& inspect) override;

 private:
  std::mutex mutex_;
  std::map<ServiceKey, Result<ComposeService>> said_;
};

}  // namespace docktor::docker
