#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>

#include "app/tidy_up.h"
#include "control/control.h"
#include "observe/sampler.h"
#include "settings/settings.h"

namespace docktor::app {

/// Passes on what was seen: topologies to the sampler, which must know what to read, and everything to control, with
/// what only the settings know of a service. Logs when the engine is lost and when it is back.
class Lookout final : public Observations {
 public:
  Lookout(control::Control& control, const settings::Settings& settings, TidyUp& tidy_up)
      : control_(control), settings_(settings), tidy_up_(tidy_up) {}

  /// From here on `sampler` is told what to read. It outlives the lookout.
  void Feed(observe::Sampler& sampler);

  void OnReadings(Readings readings) override { control_.OnReadings(std::move(readings)); }
  void OnTopology(Topology topology) override;
  void OnActivity(Activity activity) override { control_.OnActivity(std::move(activity)); }
  void OnEngineLost(Error error) override;

  /// The first topology; empty where none came in that time, then why is in `lost`.
  std::optional<Topology> AwaitFirst(Duration longest, std::optional<Error>& lost);

 private:
  void LogProblems(const ServiceFacts& facts);

  control::Control& control_;
  const settings::Settings& settings_;
  TidyUp& tidy_up_;
  std::mutex mutex_;
  std::condition_variable changed_;
  observe::Sampler* sampler_ = nullptr;
  std::optional<Topology> first_;
  std::optional<Error> lost_;
  std::map<ServiceKey, std::string> told_;  ///< problems that are in the log already
};

}  // namespace docktor::app
