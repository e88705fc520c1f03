/// A day of 1,000 services in minutes: their load rises and falls, replicas come and go, every second is read. What the
/// fleet holds must not grow once it knows each of them, and a look must cost the same in a large fleet as in a small
/// one. Between two looks of a daemon lie seconds in which other programs use the caches: so that is how looks are
/// compared, and beside it how they are where nothing else runs.
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
    Readings readings = Pass();
    Do(fleet_.OnReadings(std::move(readings), now_));
    Do(fleet_.OnTick(now_));
    if (changed_) Show();
  }
  /// The same; the seconds that the looks in it take, none where none was due. `before` is called before they begin.
  double Looks(const std::function<void()>& before) {
    Readings readings = Pass();
    Do(fleet_.OnReadings(std::move(readings), now_));
    const auto looks_before = looks();
    before();
    const auto begin = std::chrono::steady_clock::now();
    const auto effects = fleet_.OnTick(now_);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    const bool looked = looks() > looks_before;
    Do(effects);
    if (changed_) Show();
    return looked ? took.count() : 0;
  }
  std::int64_t actions() const { return actions_; }
  std::int64_t looks() const {
    std::int64_t looks = 0;
    for (const auto& service : fleet_.View(now_).services) looks += service.looks;
    return looks;
  }

 private:
  Readings Pass() {
    now_ += 1s;
    Readings readings;
    for (std::size_t s = 0; s < topology_.services.size(); ++s) Read(s, readings);
    return readings;
  }
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

/// Somebody else has the caches.
void UseCaches() {
  static std::vector<char> others(64 << 20);
  for (std::size_t i = 0; i < others.size(); i += 64) ++others[i];
}

/// Microseconds that a look takes, on average over two minutes.
double CostOfALook(int services, const std::function<void()>& before) {
  constexpr int kSeconds = 120;
  Day day(services);
  for (int i = 0; i < 600; ++i) day.Second();
  const auto looks = day.looks();
  double took = 0;
  for (int i = 0; i < kSeconds; ++i) took += day.Looks(before);
  return took / static_cast<double>(day.looks() - looks) * 1e6;
}

/// Microseconds for a service and a second of it, readings and all.
double CostOfASecond(int services) {
  Day day(services);
  for (int i = 0; i < 600; ++i) day.Second();
  return Median(5,
                [&] {
                  for (int i = 0; i < 20; ++i) day.Second();
                }) /
         20 / services * 1e6;
}

/// The cost of a look among a thousand services, as a ratio of that among ten.
double CompareLooks() {
  double cold = 0, warm = 0, second = 0, growth = 0;
  for (const int services : {10, 100, 1000}) {
    const double now_cold = CostOfALook(services, UseCaches), now_warm = CostOfALook(services, [] {});
    const double now_second = CostOfASecond(services);
    if (services == 10) cold = now_cold, warm = now_warm, second = now_second;
    growth = now_cold / cold;
    fmt::print(
        "  {:4} services: a look {:5.2f} µs ({:.2f} x that of 10), with the caches for itself {:5.2f} µs ({:.2f} x), "
        "a second of one service {:5.2f} µs ({:.2f} x)\n",
        services, now_cold, growth, now_warm, now_warm / warm, now_second, now_second / second);
  }
  return growth;
}

/// What is held after a day, as a ratio of what is held after an hour.
double LiveADay() {
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
  return Held() / after_an_hour;
}

}  // namespace
}  // namespace docktor::bench

int main() {
  using namespace docktor::bench;
  Goals goals;
  goals.AtMost("a look among 1,000 services", CompareLooks(), 1.25, "of one among 10");
  goals.AtMost("what is held after a day", LiveADay(), 1.02, "of what is held after an hour");
  return goals.ExitStatus();
}
