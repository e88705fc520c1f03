#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/json.h"
#include "docker/connection/engine_address.h"
#include "docker/project/compose_service.h"
#include "docker/project/launch.h"

namespace docktor::docker {

/// What the files of a project say of a service. Safe to call from every thread; may block while Compose runs.
class ComposeFiles {
 public:
  virtual ~ComposeFiles() = default;
  /// Of the service of which `inspect` describes a container that these very files made: their config hash is its own.
  /// kNotFound: it names no files. kUnavailable: they cannot be read here. kConflict: they say something else by now.
  virtual Result<ComposeService> Of(const json::object& inspect) = 0;
};

/// Asks the Compose command (a fifth of a second as a rule), and keeps what it said; where it cannot say, it is asked
/// again the next time.
class ComposeFilesByCommand final : public ComposeFiles {
 public:
  /// Runs a command, and gives what it printed.
  using Run = std::function<Result<std::string>(const std::vector<std::string>& command)>;
  /// Borrows the address.
  explicit ComposeFilesByCommand(const EngineAddress& engine);
  ComposeFilesByCommand(const EngineAddress& engine, Run run) : engine_(engine), run_(std::move(run)) {}

  Result<ComposeService> Of(const json::object& inspect) override;

 private:
  std::optional<Result<ComposeService>> Kept(const std::string& hash, const std::string& stamp);
  Result<ComposeService> Read(const Launch& launch, const ServiceKey& service, const std::string& hash);

  const EngineAddress& engine_;
  Run run_;
  std::mutex mutex_;
  std::map<std::string, ComposeService> by_hash_;
  struct Refusal {
    std::string stamp;  ///< of the files as they were
    Error why;
  };
  std::map<std::string, Refusal> refused_;  ///< by hash: asked again once the files have changed
};

}  // namespace docktor::docker
