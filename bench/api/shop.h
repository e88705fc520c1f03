#pragma once

#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "act/engine_actuator.h"
#include "app/door.h"
#include "app/past.h"
#include "brain/switchboard.h"
#include "control/control.h"
#include "docker/fakes/fake_compose_files.h"
#include "docker/fakes/fake_engine.h"
#include "docker/project/project_watch.h"
#include "net/host_clock.h"

namespace docktor::bench {

/// A project on an engine in memory, watched and scaled by what ships, with the doors that ship. Instead of containers
/// that are read, every service has a load that rises and falls, and readings of it come once a second.
class Shop {
 public:
  static constexpr const char* kName = "shop";

  /// Keeps everything in `folder`, the tokens in `folder`/shop. Returns once each service has been looked at; throws
  /// where something cannot be had.
  Shop(std::filesystem::path folder, int services);
  ~Shop();
  Shop(const Shop&) = delete;
  Shop& operator=(const Shop&) = delete;

  const std::string& url() const { return url_; }

 private:
  void OpenDoor();
  void AwaitFirstLooks() const;
  void Feed();
  Readings ReadingsNow() const;
  double Load(std::size_t service, Instant now) const;

  const std::filesystem::path folder_;
  const int services_;
  const net::HostClock clock_;
  operations::LogBook logs_;
  operations::Meter meter_;
  operations::Workbench workbench_;
  docker::FakeEngine engine_{&clock_};
  docker::FakeComposeFiles files_;
  const std::unique_ptr<app::Past> past_;
  act::EngineActuator actuator_;
  brain::Switchboard models_;
  control::Control control_;
  remember::StoreKeeper store_;
  operations::Talks talks_;
  std::string url_;
  std::unique_ptr<app::Door> door_;
  std::unique_ptr<docker::ProjectWatch> watch_;

  std::mutex mutex_;
  std::condition_variable ended_;
  bool ending_ = false;
  std::thread feeder_;  // last: runs on the members above
};

}  // namespace docktor::bench
