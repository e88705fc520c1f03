/// One look at each of N services of five replicas, which have been flown by the default strategy until it has learned
/// their load. Between two looks of a daemon lie seconds in which other programs use the caches: so that is how looks
/// are measured, and beside it how they are where nothing else runs. Baseline: the arithmetic of the strategy `target`
/// alone on the same loads, without history, limits, reasons and records.
#include <cstdlib>
#include <new>
#include <string>

#include "bench/caches.h"
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
constexpr int kSecondsFlown = 600, kSecondsALook = 5;
constexpr int kLooks = 120;  // ten minutes: what is kept every five minutes is among them

/// What looks cost.
struct Cost {
  Times looks = {};
  Times views = {};             ///< for everybody else to read, made after each sweep
  std::size_t allocations = 0;  ///< of the looks
};

/// A fleet that has been flying for a while, under a load that asks for no change.
class Flying {
 public:
  explicit Flying(int services) : fleet_(Enabled(), {}) {
    Topology topology{.at = now_};
    for (int s = 0; s < services; ++s) topology.services.push_back(Service(s));
    for (const auto& facts : topology.services)
      for (const auto& replica : facts.replicas)
        sweep_.replicas.push_back({.replica = replica.id, .over = 1s, .cpu_cores = 0.6, .memory_bytes = 1 << 25});
    Heed(fleet_.OnTopology(topology, now_));
    Heed(fleet_.OnTick(now_));  // beats of the forecasters fall together with looks from here on
    for (int i = 0; i < kSecondsFlown; ++i) Take(Read());
  }

  /// A look at each service, again and again, with the seconds between them; `before` is called before each.
  Cost Look(const std::function<void()>& before) {
    Cost cost;
    for (int i = 0; i < kLooks; ++i) {
      for (int second = 1; second < kSecondsALook; ++second) Take(Read());
      auto readings = Read();
      before();
      const auto allocated = allocations;
      cost.looks.Take([&] { Take(std::move(readings)); });
      cost.allocations += allocations - allocated;
      cost.views.Take([&] { view_ = fleet_.View(now_); });
      if (*fleet_.Due() < now_ + 4s) std::abort();  // somebody was not looked at
    }
    return cost;
  }

 private:
  ServiceFacts Service(int number) const {
    ServiceFacts facts{.key = {"shop", "service" + std::to_string(number)}, .at = now_};
    for (int r = 0; r < kReplicas; ++r)
      facts.replicas.push_back({.id = {facts.key.service + "-" + std::to_string(r)},
                                .number = r + 1,
                                .phase = Phase::kReady,
                                .started_at = now_});
    return facts;
  }
  /// What is read a second later.
  Readings Read() {
    now_ += 1s;
    for (auto& reading : sweep_.replicas) reading.at = now_;
    return sweep_;
  }
  void Take(Readings readings) {
    Heed(fleet_.OnReadings(std::move(readings), now_));
    Heed(fleet_.OnTick(now_));
  }
  static void Heed(const std::vector<pilot::Effect>& effects) {
    for (const auto& effect : effects)
      if (std::holds_alternative<pilot::StartAction>(effect)) std::abort();  // the load does ask for a change
  }

  Instant now_{1'700'000'000s};
  pilot::Fleet fleet_;
  Readings sweep_;
  pilot::Snapshot view_;
};

double Baseline(int services) {
  const std::vector<decide::ReplicaLoad> loads(kReplicas, {true, 1.0, 0.6});
  const decide::Goal goal;
  volatile int sink = 0;
  return Median(9, [&] {
    for (int s = 0; s < services; ++s) sink = sink + decide::Target(kReplicas, loads, goal).count;
  });
}

/// How long looks at so many services take, as a daemon's do.
Times Look(int services) {
  Flying fleet(services);
  const auto cold = fleet.Look(UseCaches), warm = fleet.Look([] {});
  const double baseline = Baseline(services);
  Row(fmt::format("{} services, {} allocations", services, cold.allocations / kLooks), cold.looks.Median(), baseline);
  Row("  95th percentile", cold.looks.Percentile(95), baseline);
  Row(fmt::format("  the slowest of {}", kLooks), cold.looks.Slowest(), baseline);
  Row("  with the caches for itself", warm.looks.Median(), baseline);
  Row("  `View`, which follows", cold.views.Median(), baseline);
  return cold.looks;
}

}  // namespace
}  // namespace docktor::bench

int main() {
  using namespace docktor::bench;
  fmt::print(
      "one sweep of readings and one look at each service, {} replicas each, after {} s of flight; others have "
      "used the caches before\n",
      kReplicas, kSecondsFlown);
  Times looks;
  for (const int services : {10, 100, 1000}) looks = Look(services);
  Goals goals;
  goals.AtMost("a look at each of 1,000 services, median", looks.Median() * 1e3, 20, "ms");
  goals.AtMost("a look at each of 1,000 services, 95th percentile", looks.Percentile(95) * 1e3, 20, "ms");
  return goals.ExitStatus();
}
