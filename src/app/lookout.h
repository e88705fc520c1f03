#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "app/failing_sources.h"
#include "app/live_settings.h"
#include "app/tidy_up.h"
#include "control/control.h"
#include "observe/sampler.h"
#include "observe/sources/service_addresses.h"
#include "observe/sources/source_watch.h"
#include "operations/world/meter.h"

namespace docktor::app {

/// Passes on what was seen: topologies to those who must know what to read, and everything to control, with what only
/// the settings know of a service. Logs when the engine or a source is lost, and when it is back.
class Lookout final : public Observations {
 public:
  Lookout(control::Control& control, const LiveSettings& settings, TidyUp& tidy_up, operations::Meter& meter)
      : control_(control), settings_(settings), tidy_up_(tidy_up), meter_(meter) {}

  /// Those who read what they are told to. They outlive the lookout.
  struct Readers {
    observe::Sampler& sampler;
    observe::SourceWatch& sources;
    observe::ServiceAddresses& addresses;
  };
  /// From here on they are told.
  void Feed(const Readers& readers);

  void OnReadings(Readings readings) override;
  void OnTopology(Topology topology) override;
  void OnActivity(Activity activity) override { control_.OnActivity(std::move(activity)); }
  void OnEngineLost(Error error) override;

  /// The first topology; empty where none came in that time, then why is in `lost`.
  std::optional<Topology> AwaitFirst(Duration longest, std::optional<Error>& lost);

 private:
  void Tell(const Topology& topology);
  void LogProblems(const ServiceFacts& facts);
  void LogUnread(const ServiceFacts& facts);
  void LogSource(const ServiceReading& reading);

  control::Control& control_;
  const LiveSettings& settings_;
  TidyUp& tidy_up_;
  operations::Meter& meter_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<Readers> readers_;
  std::optional<Topology> first_;
  std::optional<Error> lost_;
  std::map<ServiceKey, std::string> told_;  ///< problems that are in the log already
  std::set<ServiceKey> unread_;             ///< services of which the log says that they cannot be read
  FailingSources failing_;
};

}  // namespace docktor::app
