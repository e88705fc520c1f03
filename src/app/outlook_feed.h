#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "core/clock.h"
#include "forecast/outlook.h"
#include "pilot/view.h"
#include "remember/store/store_keeper.h"

namespace docktor::app {

/// Tells the pilots what the past weeks say of the next day, every quarter of an hour, for each service that has a use
/// for it (forecast::WantsOutlooks): where replicas start slowly, what the last minutes say comes too late.
class OutlookFeed {
 public:
  /// All of it outlives whatever the store still has to answer.
  struct Parts {
    const Clock& clock;
    remember::StoreKeeper& store;
    std::function<std::shared_ptr<const pilot::Snapshot>()> latest;  ///< the services
    std::function<void(const ServiceKey&, forecast::Outlook)> tell;  ///< on the store's thread
  };
  explicit OutlookFeed(Parts parts);
  ~OutlookFeed();
  OutlookFeed(const OutlookFeed&) = delete;
  OutlookFeed& operator=(const OutlookFeed&) = delete;

  /// Once, now. Returns before it has been told.
  void Look();

 private:
  void Run();
  void LookFor(const ServiceKey& service);

  Parts parts_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;  // last: runs on the members above
};

}  // namespace docktor::app
