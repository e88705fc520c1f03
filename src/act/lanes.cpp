#include "act/lanes.h"

#include <algorithm>
#include <atomic>
#include <system_error>
#include <vector>

namespace docktor::act {

Lanes::~Lanes() { Join(); }

Status Lanes::Run(const ServiceKey& service, Job job) {
  std::unique_lock lock(mutex_);
  if (closed_) return Fail(Errc::kUnavailable, "Docktor is stopping");
  auto& lane = lanes_[service];
  lane.waiting.push_back(std::move(job));
  if (lane.thread.joinable() && !lane.idle) return {};
  if (lane.thread.joinable()) lane.thread.join();  // it holds no lock any more and has returned or is about to
  return Begin(lane);
}

/// Under the lock. What waits there is the one job that it is begun for.
Status Lanes::Begin(Lane& lane) {
  try {
    lane.thread = std::thread([this, &lane] { Work(lane); });
  } catch (const std::system_error& error) {  // there are as many as may be, of this process or of all
    lane.waiting.clear();
    return Fail(Errc::kUnavailable, "cannot start a thread: " + error.code().message());
  }
  lane.idle = false;
  return {};
}

void Lanes::Work(Lane& lane) {
  std::unique_lock lock(mutex_);
  while (!lane.waiting.empty()) {
    const auto job = std::move(lane.waiting.front());
    lane.waiting.pop_front();
    lock.unlock();
    job();
    lock.lock();
  }
  lane.idle = true;
}

void Lanes::Join() {
  std::vector<std::thread> threads;
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    for (auto& [service, lane] : lanes_)
      if (lane.thread.joinable()) threads.push_back(std::move(lane.thread));
  }
  for (auto& thread : threads) thread.join();
}

void ForEach(std::size_t count, std::size_t at_once, const std::function<void(std::size_t)>& work) {
  std::atomic<std::size_t> next{0};
  const auto take = [&] {
    for (auto i = next++; i < count; i = next++) work(i);
  };
  std::vector<std::jthread> others;
  try {
    for (std::size_t i = 1; i < std::min(count, at_once); ++i) others.emplace_back(take);
  } catch (const std::system_error&) {  // no more threads are to be had: those that are there do it all
  }
  take();
}

}  // namespace docktor::act
