#include "cli/top/feed.h"

#include <utility>

#include "operations/list.h"

namespace docktor::cli::top {
namespace {

constexpr auto kBetweenTries = 1s;
constexpr std::size_t kMostEvents = 200;

}  // namespace

Feed::Feed(std::function<Result<DaemonPlace>()> find)
    : find_(std::move(find)),
      status_([this] {
        Follow("status", {{"watch", true}}, [this](const auto& item) { TakeStatus(item); });
      }),
      events_([this] { Follow("events", {}, [this](const auto& item) { TakeEvent(item); }); }) {}

Feed::~Feed() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  wake_.notify_all();
  status_.join();
  events_.join();
}

Sight Feed::Now() const {
  const std::lock_guard lock(mutex_);
  return sight_;
}

void Feed::TakeStatus(const json::value& item) {
  auto status = FromJson<operations::StatusOutput>(item);
  if (!status) return;
  const std::lock_guard lock(mutex_);
  sight_.status = *std::move(status);
  sight_.trouble.clear();
}

void Feed::TakeEvent(const json::value& item) {
  auto event = FromJson<operations::Event>(item);
  if (!event) return;
  const std::lock_guard lock(mutex_);
  sight_.events.push_back(*std::move(event));
  if (sight_.events.size() > kMostEvents) sight_.events.pop_front();
}

bool Feed::Pause() {
  std::unique_lock lock(mutex_);
  return !wake_.wait_for(lock, kBetweenTries, [this] { return ending_.load(); });
}

void Feed::Follow(const char* operation, const json::object& input,
                  const std::function<void(const json::value&)>& take) {
  do {
    Error gone{Errc::kUnavailable, "the daemon has ended", ""};
    if (const auto place = find_(); !place)
      gone = place.error();
    else if (const auto followed =
                 Client(place->socket)
                     .Call(*operations::Find(operation), input, take, [this] { return ending_.load(); });
             !followed)
      gone = followed.error();
    const std::lock_guard lock(mutex_);
    sight_.trouble = gone.message;
  } while (Pause());
}

}  // namespace docktor::cli::top
