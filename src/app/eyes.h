#pragma once

#include <atomic>
#include <optional>
#include <string>

#include "app/lookout.h"
#include "docker/project/project_watch.h"

namespace docktor::app {

/// Everything that sees: what containers there are, what they use, and what proxies, queues and Prometheus say. Each
/// reads on a thread of its own; control is told.
class Eyes {
 public:
  /// They outlive it.
  struct World {
    const Clock& clock;
    docker::Engine& engine;
    control::Control& control;
    const LiveSettings& settings;
    TidyUp& tidy_up;
    bool engine_is_here = false;  ///< on this machine, as far as it is known by now
  };
  /// `empty`: the services of it that Docktor has left without containers.
  Eyes(const World& world, const std::string& project, const std::vector<ServiceFacts>& empty);

  /// Waits until the engine has shown the services, and each has been looked at once. kTimeout: it does not.
  Result<std::size_t> AwaitFirstSight();
  /// No container is looked at any more.
  void Close() { watch_->Stop(); }

  operations::Meter& meter() { return meter_; }
  /// Which way the replicas are read, in words.
  std::string ReadingsFrom() const { return ToText(path_.load()); }

 private:
  observe::Sampler::OnPath KeepPath(bool engine_is_here);
  observe::SourceWorld SourcesWorld() const;

  const control::Control& control_;
  operations::Meter meter_;  ///< what replicas used lately
  Lookout lookout_;          ///< passes on what is seen
  std::atomic<observe::ReadingPath> path_ = observe::ReadingPath::kUndecided;
  observe::Sampler sampler_;                   ///< reads the replicas every second
  observe::ServiceAddresses addresses_;        ///< where a service's replicas are asked
  observe::SourceWatch sources_;               ///< reads proxies, queues and Prometheus
  std::optional<docker::ProjectWatch> watch_;  ///< sees what containers there are; begun once the others can be told
};

}  // namespace docktor::app
