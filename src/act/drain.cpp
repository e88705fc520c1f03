#include "act/drain.h"

#include <fmt/format.h>

#include "act/lanes.h"

namespace docktor::act {
namespace {

constexpr std::size_t kCommandsAtOnce = 8;
constexpr Duration kCommandLimit = 30s;

}  // namespace

Tally Drain::Run(const std::vector<ContainerId>& replicas) {
  if (replicas.empty()) return {};
  std::vector<Tally> parts(replicas.size());
  if (!settings_.command.empty())
    ForEach(replicas.size(), kCommandsAtOnce, [&](std::size_t i) { parts[i] = RunCommand(replicas[i]); });
  Wait();
  Tally tally;
  for (auto& part : parts) tally.Take(std::move(part));
  return tally;
}

Tally Drain::RunCommand(const ContainerId& replica) {
  if (!Begin(replica)) return {};
  const auto code = engine_.Exec(replica, {.command = settings_.command}, kCommandLimit, [this] { return Ended(); });
  if (Ended()) return {};
  if (!code) return {.notes = {code.error().During("drain " + replica.Short()).message}};
  if (*code == 0) return {};
  return {.notes = {fmt::format("drain {}: its command ended with {}", replica.Short(), *code)}};
}

void Drain::Wait() {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, settings_.delay, [this] { return ended_ || (cancelled_ && begun_.empty()); });
}

void Drain::Set(bool& flag) {
  const std::lock_guard lock(mutex_);
  flag = true;
  changed_.notify_all();
}

bool Drain::MayStopLocked(const ContainerId& replica) const {
  return !ended_ && (!cancelled_ || begun_.contains(replica));
}

bool Drain::Begin(const ContainerId& replica) {
  const std::lock_guard lock(mutex_);
  if (!MayStopLocked(replica)) return false;
  begun_.insert(replica);
  return true;
}

bool Drain::HasBegun(const ContainerId& replica) const {
  const std::lock_guard lock(mutex_);
  return begun_.contains(replica);
}

bool Drain::MayStop(const ContainerId& replica) const {
  const std::lock_guard lock(mutex_);
  return MayStopLocked(replica);
}

bool Drain::Cancelled() const {
  const std::lock_guard lock(mutex_);
  return cancelled_;
}

bool Drain::Ended() const {
  const std::lock_guard lock(mutex_);
  return ended_;
}

}  // namespace docktor::act
