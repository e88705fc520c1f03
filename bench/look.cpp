/// One look at each of N services of five replicas. Baseline: the arithmetic of the strategy alone on the same loads,
/// without history, limits, reasons and records.
#include <cstdlib>
#include <new>
#include <string>

#include "bench/enabled.h"
#include "bench/measure.h"
#include "decide/target.h"

namespace {
std::size_t allocations = 0;
}

void* operator new(std::size_t size) {
  ++allocations;
  if (auto* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace docktor::bench {
namespace {

constexpr int kReplicas = 5;

/// A fleet that has been flying for a while, under a load that asks for no change.
class Flying {
 public:
  explicit Flying(int services) : fleet_(Enabled(), {}) {
    Topology topology{.at = now_};
    for (int s = 0; s < services; ++s) {
      ServiceFacts facts{.key = {"shop", "service" + std::to_string(s)}, .at = now_};
      for (int r = 0; r < kReplicas; ++r)
        facts.replicas.push_back({.id = {facts.key.service + "-" + std::to_string(r)},
                                  .number = r + 1,
                                  .phase = Phase::kReady,
                                  .started_at = now_});
      topology.services.push_back(std::move(facts));
    }
    for (const auto& facts : topology.services)
      for (const auto& replica : facts.replicas)
        sweep_.replicas.push_back({.replica = replica.id, .over = 1s, .cpu_cores = 0.6, .memory_bytes = 1 << 25});
    fleet_.OnTopology(topology, now_);
    for (int i = 0; i < 60; ++i) Sweep();
  }

  void Sweep() {
    now_ += 1s;
    for (auto& reading : sweep_.replicas) reading.at = now_;
    fleet_.OnReadings(sweep_, now_);
  }
  void Look() {
    now_ += 5s;
    for (auto& reading : sweep_.replicas) reading.at = now_;
    fleet_.OnReadings(sweep_, now_);
    fleet_.OnTick(now_);
    if (*fleet_.Due() < now_ + 4s) std::abort();  // somebody was not looked at
  }

 private:
  Instant now_{1'700'000'000s};
  pilot::Fleet fleet_;
  Readings sweep_;
};

double Baseline(int services) {
  const std::vector<decide::ReplicaLoad> loads(kReplicas, {true, 1.0, 0.6});
  const decide::Goal goal;
  volatile int sink = 0;
  return Median(9, [&] {
    for (int s = 0; s < services; ++s) sink = sink + decide::Target(kReplicas, loads, goal).count;
  });
}

}  // namespace
}  // namespace docktor::bench

int main() {
  using namespace docktor::bench;
  fmt::print("one sweep of readings and one look at each service, {} replicas each\n", kReplicas);
  double look = 0;
  for (const int services : {10, 100, 1000}) {
    Flying fleet(services);
    look = Median(9, [&] { fleet.Look(); });
    const auto before = allocations;
    fleet.Look();
    Row(fmt::format("{} services, {} allocations", services, allocations - before), look, Baseline(services));
  }
  Goals goals;
  goals.AtMost("a look at each of 1,000 services", look * 1e3, 20, "ms");
  return goals.ExitStatus();
}
