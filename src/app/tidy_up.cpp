#include "app/tidy_up.h"

#include <spdlog/spdlog.h>

namespace docktor::app {
namespace {

constexpr auto kLongest = 5s;

void Log(DecisionId open, const act::Tally& tally) {
  for (const auto& failure : tally.failures)
    spdlog::warn("{} was cut short; tidying after it: {}", open.Text(), failure);
  for (const auto& note : tally.notes) spdlog::info("{} was cut short: {}", open.Text(), note);
  for (const auto& volume : tally.kept_volumes)
    spdlog::info("{} was cut short: kept the anonymous volume {}", open.Text(), volume);
}

}  // namespace

void TidyUp(act::EngineActuator& actuator, const pilot::FleetMemory& memory) {
  std::vector<std::pair<DecisionId, std::future<act::Tally>>> all;
  for (const auto& [key, service] : memory.services)
    if (service.open) all.emplace_back(service.open->id, actuator.TidyAfter(*service.open));
  const auto deadline = std::chrono::steady_clock::now() + kLongest;
  for (auto& [open, tally] : all) {
    if (tally.wait_until(deadline) == std::future_status::ready)
      Log(open, tally.get());
    else
      spdlog::warn("{} was cut short; the Docker engine is slow to tidy after it", open.Text());
  }
}

}  // namespace docktor::app
