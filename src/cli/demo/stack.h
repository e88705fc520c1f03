#pragma once

#include <filesystem>
#include <string>

#include "core/result.h"
#include "core/time.h"

namespace docktor::cli {

/// The Compose project that the demo plays with, by the docker command. Touches nothing else.
class DemoStack {
 public:
  static constexpr const char* kProject = "docktor-tour";

  /// `file` is examples/demo.yaml.
  explicit DemoStack(std::filesystem::path file) : file_(std::move(file)) {}

  /// kNotFound, kUnavailable: no docker command, or no engine answers it.
  static Status CheckEngine();
  /// kNotFound, kUnavailable: no docker command, no Compose, no engine, no images; the hint says which.
  Status Check() const;
  Status Up() const;
  Status Down() const;

  /// Starts `rate` requests a second for `length`, each of 30 ms of CPU, in a container beside the stack; when the
  /// first leaves.
  Result<Instant> StartLoad(double rate, Duration length) const;
  /// What the load came to, a JSON document; empty while it lasts.
  Result<std::string> LoadSummary() const;
  void RemoveLoad() const;

 private:
  std::filesystem::path file_;
};

}  // namespace docktor::cli
