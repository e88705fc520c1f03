#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "control/control.h"
#include "core/clock.h"
#include "remember/store/store_keeper.h"

namespace docktor::app {

/// Tells the pilots what the past weeks say of the next day, every quarter of an hour, for each service whose replicas
/// start slowly: what the last minutes say comes too late for these.
class OutlookFeed {
 public:
  /// All three outlive whatever the store still has to answer.
  OutlookFeed(const Clock& clock, control::Control& control, remember::StoreKeeper& store);
  ~OutlookFeed();
  OutlookFeed(const OutlookFeed&) = delete;
  OutlookFeed& operator=(const OutlookFeed&) = delete;

 private:
  void Run();
  void Look();
  void LookFor(const ServiceKey& service);

  const Clock& clock_;
  control::Control& control_;
  remember::StoreKeeper& store_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;  // last: runs on the members above
};

}  // namespace docktor::app
