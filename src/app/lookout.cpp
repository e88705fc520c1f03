#include "app/lookout.h"

#include <algorithm>

#include <spdlog/spdlog.h>

namespace docktor::app {

void Lookout::Feed(const Readers& readers) {
  std::lock_guard lock(mutex_);
  readers_.emplace(readers);
  if (first_) Tell(*first_);
}

void Lookout::Tell(const Topology& topology) {
  observe::SourceWatch::Sources sources;
  for (const auto& facts : topology.services)
    for (auto& source : settings_.Now()->SpecOf(facts, std::nullopt).sources)
      sources.emplace_back(facts.key, std::move(source));
  readers_->sampler.Watch(topology);
  readers_->addresses.Update(topology);
  readers_->sources.Watch(sources);
}

void Lookout::OnReadings(Readings readings) {
  for (const auto& reading : readings.services) LogSource(reading);
  meter_.Take(readings);
  control_.OnReadings(std::move(readings));
}

void Lookout::LogSource(const ServiceReading& reading) {
  using Turn = FailingSources::Turn;
  std::lock_guard lock(mutex_);
  const auto turn = failing_.Take(reading);
  if (turn == Turn::kFails) spdlog::warn("{}", reading.error);
  if (turn == Turn::kIsBack) spdlog::info("{} of {} is read again", reading.signal, reading.service.service);
}

void Lookout::OnTopology(Topology topology) {
  for (auto& facts : topology.services) {
    if (auto obstacle = settings_.Now()->ObstacleOf(facts.key)) facts.obstacles.push_back(*std::move(obstacle));
    LogProblems(facts);
    LogUnread(facts);
  }
  {
    std::lock_guard lock(mutex_);
    if (readers_) Tell(topology);
    if (lost_ && first_) spdlog::info("the Docker engine answers again");
    lost_.reset();
    if (!first_) first_ = topology;
  }
  changed_.notify_all();
  tidy_up_.OnTopology(topology);
  control_.OnTopology(std::move(topology));
}

void Lookout::LogProblems(const ServiceFacts& facts) {
  std::string all;
  for (const auto& problem : settings_.Now()->ProblemsOf(facts)) all += (all.empty() ? "" : "; ") + problem.message;
  if (std::exchange(told_[facts.key], all) != all && !all.empty())
    spdlog::error("{} is watched only, because its settings are wrong: {}", facts.key.service, all);
}

/// The engine does not describe one of its containers.
void Lookout::LogUnread(const ServiceFacts& facts) {
  const auto& all = facts.obstacles;
  const auto found =
      std::find_if(all.begin(), all.end(), [](const auto& o) { return o.reason == Reason::kEngineLost; });
  if (found == all.end() && unread_.erase(facts.key) > 0)
    spdlog::info("the Docker engine describes {} again", facts.key.service);
  if (found != all.end() && unread_.insert(facts.key).second)
    spdlog::warn("{} is left alone, because the Docker engine does not describe it: {}", facts.key.service,
                 found->detail);
}

void Lookout::OnEngineLost(Error error) {
  spdlog::warn("the Docker engine does not answer: {}", error.message);
  {
    std::lock_guard lock(mutex_);
    lost_ = error;
  }
  changed_.notify_all();
  control_.OnEngineLost(std::move(error));
}

std::optional<Topology> Lookout::AwaitFirst(Duration longest, std::optional<Error>& lost) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, longest, [this] { return first_.has_value(); });
  lost = lost_;
  return first_;
}

}  // namespace docktor::app
