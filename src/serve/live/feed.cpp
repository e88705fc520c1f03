#include "serve/live/feed.h"

#include <utility>

#include "operations/now/events.h"
#include "operations/now/services.h"
#include "operations/now/status.h"

namespace docktor::serve {
namespace {

/// The microsecond it begins in: larger than all numbers of an earlier daemon.
std::uint64_t FirstNumber(Instant now) { return static_cast<std::uint64_t>(now.time_since_epoch() / 1us); }

}  // namespace

Feed::Feed(operations::Context& context, std::function<void()> on_message)
    : context_(context),
      on_message_(std::move(on_message)),
      first_(FirstNumber(context.clock.Now())),
      last_(first_),
      news_(context.pilots.Subscribe([this](const pilot::News& news) { OnNews(news); })),
      ticks_(context.ticker.EverySecond([this] {
        if (*followers_ > 0) LookAgain();
      })) {}

/// The handles go first: nothing is told any more.
Feed::~Feed() {
  ticks_.reset();
  news_.reset();
}

/// Whether there was no message of that number.
bool Feed::IsNone(std::optional<std::uint64_t> number) {
  const std::lock_guard lock(mutex_);
  return !number || *number < first_ || *number > last_;
}

Feed::Batch Feed::After(std::optional<std::uint64_t> number) {
  const bool from_now = IsNone(number);
  if (from_now) LookUnlessJustDone();
  const std::lock_guard lock(mutex_);
  Batch batch{.messages = {}, .next = last_};
  if (from_now) {
    batch.messages.push_back(snapshot_);
    return batch;
  }
  for (const auto& event : events_)
    if (event.number > *number) batch.messages.push_back(event);
  if (snapshot_.number <= *number) return batch;
  auto later = batch.messages.begin();
  while (later != batch.messages.end() && later->number < snapshot_.number) ++later;
  batch.messages.insert(later, snapshot_);
  return batch;
}

std::shared_ptr<void> Feed::Follow() {
  ++*followers_;
  return {followers_.get(), [followers = followers_](std::atomic<int>*) { --*followers; }};
}

void Feed::OnNews(const pilot::News& news) {
  const json::object message{{"type", "event"}, {"event", ToJson(operations::EventOf(news, context_.clock.Now()))}};
  auto text = std::make_shared<const std::string>(WriteJson(message));
  {
    const std::lock_guard lock(mutex_);
    events_.push_back({NextNumber(), std::move(text)});
    if (events_.size() > kKept) events_.pop_front();
  }
  on_message_();
}

void Feed::LookUnlessJustDone() {
  {
    const std::lock_guard lock(mutex_);
    if (looked_ && context_.clock.Now() - *looked_ < 1s) return;
  }
  LookAgain();
}

void Feed::LookAgain() {
  const std::lock_guard one_by_one(looking_);
  auto status = operations::StatusNow(context_);
  const auto at = std::exchange(status.at, Instant{});
  json::object message{{"type", "snapshot"},
                       {"services", ToJson(operations::ServicesOf(*context_.pilots.Latest())).at("services")},
                       {"status", ToJson(status)}};
  auto state = WriteJson(message);
  message["at"] = ToJson(at);
  message["status"].as_object()["at"] = ToJson(at);
  {
    const std::lock_guard lock(mutex_);
    looked_ = context_.clock.Now();
    if (state == state_) return;
    state_ = std::move(state);
    snapshot_ = {NextNumber(), std::make_shared<const std::string>(WriteJson(message))};
  }
  on_message_();
}

std::uint64_t Feed::NextNumber() { return ++last_; }

}  // namespace docktor::serve
