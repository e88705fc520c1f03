/// A day of 1,000 services in minutes: their load rises and falls, replicas come and go, every second is read. What the
/// fleet holds must not grow once it knows each of them, and a look must cost the same in a large fleet as in a small
/// one.
#include <cmath>
#include <fstream>
#include <map>
#include <string>

#include <unistd.h>

#include "bench/enabled.h"
#include "bench/measure.h"

namespace docktor::bench {
namespace {

/// MiB that this process holds.
double Held() {
  long pages = 0, resident = 0;
  std::ifstream("/proc/self/statm") >> pages >> resident;
  return static_cast<double>(resident * sysconf(_SC_PAGESIZE)) / (1 << 20);
}

/// Services on an engine that does at once what it is told.
class Day {
 public:
  explicit Day(int services) : fleet_(Enabled(), {}) {
    topology_.at = now_;
    for (int s = 0; s < services; ++s) {
      topology_.services.push_back({.key = {"shop", "service" + std::to_string(s)}, .at = now_});
      Add(topology_.services.back());
      places_[topology_.services.back().key] = topology_.services.size() - 1;
    }
    Show();
  }

  /// A second of it.
  void Second() {
    now_ += 1s;
    Readings readings;
    for (std::size_t s = 0; s < topology_.services.size(); ++s) Read(s, readings);
    Do(fleet_.OnReadings(readings, now_));
    Do(fleet_.OnTick(now_));
    if (changed_) Show();
  }
  std::int64_t actions() const { return actions_; }

 private:
  /// Between a half and three replicas' worth, each service at its own time of the day, with a ripple.
  double Load(std::size_t service) const {
    const auto t = static_cast<double>(now_.time_since_epoch().count()) / 1000;
    const auto shift = static_cast<double>(service) * 97;
    return 1.75 + 1.1 * std::sin((t + shift) * 2 * M_PI / 21'600) + 0.15 * std::sin(t + shift);
  }
  void Read(std::size_t service, Readings& readings) const {
    const auto& replicas = topology_.services[service].replicas;
    const auto share = Load(service) / static_cast<double>(replicas.size());
    for (const auto& replica : replicas)
      readings.replicas.push_back(
          {.replica = replica.id, .at = now_, .over = 1s, .cpu_cores = std::min(1.0, share), .memory_bytes = 1 << 25});
  }
  void Add(ServiceFacts& facts) {
    facts.replicas.push_back({.id = {facts.key.service + "-" + std::to_string(++made_)},
                              .number = static_cast<int>(facts.replicas.size()) + 1,
                              .phase = Phase::kReady,
                              .created_at = now_,
                              .started_at = now_});
  }
  void Do(const std::vector<pilot::Effect>& effects) {
    for (const auto& effect : effects)
      if (const auto* start = std::get_if<pilot::StartAction>(&effect)) Act(start->decision);
  }
  void Act(const Decision& decision) {
    ++actions_;
    changed_ = true;
    ActionReport report{.decision = decision.id, .service = decision.service, .at = now_, .ok = true};
    auto& facts = topology_.services[places_.at(decision.service)];
    for (int i = 0; i < decision.action->add; ++i) {
      Add(facts);
      report.added.push_back(facts.replicas.back().id);
    }
    report.removed = decision.action->remove;
    std::erase_if(facts.replicas, [&](const Replica& r) {
      return std::find(report.removed.begin(), report.removed.end(), r.id) != report.removed.end();
    });
    reports_.push_back(std::move(report));
  }
  void Show() {
    changed_ = false;
    topology_.at = now_;
    Do(fleet_.OnTopology(topology_, now_));
    for (auto& report : std::exchange(reports_, {})) Do(fleet_.OnReport(report, now_));
  }

  Instant now_{1'700'000'000s};
  pilot::Fleet fleet_;
  Topology topology_;
  std::map<ServiceKey, std::size_t> places_;  ///< in it
  std::vector<ActionReport> reports_;
  bool changed_ = false;
  std::int64_t made_ = 0, actions_ = 0;
};

/// Microseconds for a service and a second of it.
double CostOf(int services) {
  Day day(services);
  for (int i = 0; i < 600; ++i) day.Second();
  return Median(5,
                [&] {
                  for (int i = 0; i < 20; ++i) day.Second();
                }) /
         20 / services * 1e6;
}

}  // namespace
}  // namespace docktor::bench

int main() {
  using namespace docktor::bench;
  const double small = CostOf(10);
  for (const int services : {10, 100, 1000}) {
    const double cost = services == 10 ? small : CostOf(services);
    fmt::print("  {:4} services: {:6.2f} µs for each and each second, {:.2f} x that of 10\n", services, cost,
               cost / small);
  }
  Day day(1000);
  double after_an_hour = 0;
  for (int hour = 1; hour <= 24; ++hour) {
    for (int second = 0; second < 3600; ++second) day.Second();
    if (hour == 1) after_an_hour = Held();
    if (hour == 1 || hour % 6 == 0)
      fmt::print("  1000 services, hour {:2}: {} actions, {:.1f} MiB, {:.3f} x that after an hour\n", hour,
                 day.actions(), Held(), Held() / after_an_hour);
    std::fflush(stdout);
  }
}
