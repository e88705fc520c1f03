#include "app/outlook_feed.h"

#include <spdlog/spdlog.h>

#include "forecast/foreseen.h"

namespace docktor::app {
namespace {

constexpr Duration kFirst = 1min;  // after the start

bool StartsSlowly(const pilot::ServiceView& view) {
  return view.spec.enabled && view.spec.strategy == Strategy::kAdaptive && view.start_time &&
         *view.start_time >= forecast::kSlowStart;
}

}  // namespace

OutlookFeed::OutlookFeed(const Clock& clock, control::Control& control, remember::StoreKeeper& store)
    : clock_(clock), control_(control), store_(store), thread_([this] { Run(); }) {}

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
  for (const auto& view : control_.Latest()->services)
    if (StartsSlowly(view)) LookFor(view.key);
}

/// The outlook is worked out on the store's thread, which gives way to everything else.
void OutlookFeed::LookFor(const ServiceKey& service) {
  using remember::Store;
  const auto told = [&control = control_, &clock = clock_, service](Result<std::vector<LoadPoint>> history) {
    if (history)
      control.OnOutlook(service, forecast::LookOut(*history, clock.Now()));
    else
      spdlog::warn("{}: no outlook: {}", service.Text(), history.error().message);
  };
  store_.Load({service, clock_.Now() - Store::kCoarseKept, Store::kCoarse}, told);
}

}  // namespace docktor::app
