#include "app/outlook_feed.h"

#include <spdlog/spdlog.h>

#include "forecast/foreseen.h"

namespace docktor::app {
namespace {

constexpr Duration kFirst = 1min;  // after the start

}  // namespace

OutlookFeed::OutlookFeed(Parts parts) : parts_(std::move(parts)), thread_([this] { Run(); }) {}

OutlookFeed::~OutlookFeed() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void OutlookFeed::Run() {
  std::unique_lock lock(mutex_);
  for (auto pause = kFirst; !wake_.wait_for(lock, pause, [this] { return stopping_; }); pause = forecast::kOutlookKept)
    Look();
}

void OutlookFeed::Look() {
  const auto snapshot = parts_.latest();
  for (const auto& view : snapshot->services)
    if (forecast::WantsOutlooks(view.spec, view.start_time)) LookFor(view.key);
}

/// The outlook is worked out on the store's thread, which gives way to everything else.
void OutlookFeed::LookFor(const ServiceKey& service) {
  using remember::Store;
  const auto told = [&clock = parts_.clock, tell = parts_.tell, service](Result<std::vector<LoadPoint>> history) {
    if (history)
      tell(service, forecast::LookOut(*history, clock.Now()));
    else
      spdlog::warn("{}: no outlook: {}", service.Text(), history.error().message);
  };
  parts_.store.Load({service, parts_.clock.Now() - Store::kCoarseKept, Store::kCoarse}, told);
}

}  // namespace docktor::app
