/// A day of 1,000 services in minutes: their load rises and falls, replicas come and go, every second is read. What the
/// fleet holds must not grow once it knows each of them, and neither a look nor a whole second may cost more in one
/// fleet of 1,000 than in 100 fleets of ten of the same services: as much memory is gone through in both, so that what
/// differs is the fleet's own work. Ten services alone are measured as well, to say what memory costs; that is held to
/// nothing. Between two looks of a daemon lie seconds in which other programs use the caches: so that is how they are
/// compared, and beside it how they are where nothing else runs.
#include <algorithm>
#include <cmath>
#include <deque>
#include <fstream>
#include <map>
#include <string>

#include <malloc.h>
#include <unistd.h>

#include "bench/caches.h"
#include "bench/enabled.h"
#include "bench/measure.h"

namespace docktor::bench {
namespace {

constexpr int kServices = 1000, kSecondsKnown = 600, kSeconds = 120;
constexpr double kCycle = 21'600;      // seconds from one peak of a service's load to the next
constexpr Duration kShownEvery = 10s;  // what containers there are, changed or not

/// MiB, or as a ratio of what was held at another time.
struct Held {
  double heap = 0;  ///< in use
  double resident = 0;
};

Held HeldNow() {
  malloc_trim(0);
  const auto info = mallinfo2();
  long pages = 0, resident = 0;
  std::ifstream("/proc/self/statm") >> pages >> resident;
  return {static_cast<double>(info.uordblks + info.hblkhd) / (1 << 20),
          static_cast<double>(resident * sysconf(_SC_PAGESIZE)) / (1 << 20)};
}

/// Services in a fleet, on an engine that does at once what it is told. A second of them comes in steps, of which each
/// can be timed.
class Day {
 public:
  /// Those from `first` on.
  Day(int first, int services) : fleet_(Enabled(), {}), first_(first) {
    for (int s = 0; s < services; ++s) {
      topology_.services.push_back({.key = {"shop", "service" + std::to_string(first + s)}});
      made_.push_back(0);
      Add(topology_.services.size() - 1);
      places_[topology_.services.back().key] = topology_.services.size() - 1;
    }
    Show();
  }

  void Second() {
    Pass();
    Read();
    Obey();
    Look();
    Obey();
    Show();
  }

  /// A second later: what can be read of it.
  void Pass() {
    now_ += 1s;
    for (std::size_t s = 0; s < topology_.services.size(); ++s) Use(s);
  }
  void Read() { effects_ = fleet_.OnReadings(std::exchange(readings_, {}), now_); }
  void Look() { effects_ = fleet_.OnTick(now_); }
  /// The engine does what came of the step before.
  void Obey() { Do(std::exchange(effects_, {})); }
  /// What the engine did, where it did something, and now and then in any case.
  void Show() {
    if (!changed_ && now_ < topology_.at + kShownEvery) return;
    changed_ = false;
    topology_.at = now_;
    for (auto& facts : topology_.services) facts.at = now_;
    Do(fleet_.OnTopology(topology_, now_));
    for (auto& report : std::exchange(reports_, {})) Do(fleet_.OnReport(report, now_));
  }

  /// So far, by what is made for everybody else to read.
  std::int64_t Looks() const {
    std::int64_t looks = 0;
    for (const auto& service : fleet_.View(now_).services) looks += service.looks;
    return looks;
  }
  std::int64_t actions() const { return actions_; }

 private:
  /// Between a half and three replicas' worth, each service at its own time of the cycle, with a ripple.
  double Load(std::size_t service) const {
    const auto t = static_cast<double>(now_.time_since_epoch().count()) / 1000;
    const auto shift = kCycle * (first_ + static_cast<double>(service)) / kServices;
    return 1.75 + 1.1 * std::sin((t + shift) * 2 * M_PI / kCycle) + 0.15 * std::sin(t + shift);
  }
  void Use(std::size_t service) {
    const auto& replicas = topology_.services[service].replicas;
    const auto share = Load(service) / static_cast<double>(replicas.size());
    for (const auto& replica : replicas)
      readings_.replicas.push_back(
          {.replica = replica.id, .at = now_, .over = 1s, .cpu_cores = std::min(1.0, share), .memory_bytes = 1 << 25});
  }
  void Add(std::size_t service) {
    auto& facts = topology_.services[service];
    const int number = ++made_[service];
    facts.replicas.push_back({.id = {facts.key.service + "-" + std::to_string(number)},
                              .number = number,
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
    const auto place = places_.at(decision.service);
    auto& replicas = topology_.services[place].replicas;
    for (int i = 0; i < decision.action->add; ++i) {
      Add(place);
      report.added.push_back(replicas.back().id);
    }
    report.removed = decision.action->remove;
    std::erase_if(replicas, [&](const Replica& r) {
      return std::find(report.removed.begin(), report.removed.end(), r.id) != report.removed.end();
    });
    reports_.push_back(std::move(report));
  }

  Instant now_{1'700'000'000s};
  pilot::Fleet fleet_;
  const int first_;
  Topology topology_;
  std::vector<int> made_;                     ///< replicas of each so far
  std::map<ServiceKey, std::size_t> places_;  ///< in the topology
  Readings readings_;
  std::vector<pilot::Effect> effects_;
  std::vector<ActionReport> reports_;
  bool changed_ = true;
  std::int64_t actions_ = 0;
};

/// What a while of so many services took, in seconds.
struct Cost {
  int services;
  double reading = 0, looking = 0, viewing = 0, showing = 0;
  double looked = 0;  ///< of `looking`, where something was looked at
  std::int64_t looks = 0;

  /// Microseconds.
  double OfALook() const { return looked / static_cast<double>(looks) * 1e6; }
  double OfASecond() const { return PerService(reading + looking + viewing + showing); }
  double PerService(double seconds) const { return seconds / kSeconds / services * 1e6; }
};

/// So many services, in fleets of so many each, which know them.
class Fleets {
 public:
  Fleets(int services, int of_each) : services_(services) {
    for (int first = 0; first < services; first += of_each) days_.emplace_back(first, of_each);
    for (int i = 0; i < kSecondsKnown; ++i) Each(&Day::Second);
  }

  /// What it costs to go on for a while; `before` is called before each second is read, and again before it is looked.
  Cost GoOn(const std::function<void()>& before) {
    Cost cost{services_};
    for (int i = 0; i < kSeconds; ++i) Second(before, cost);
    return cost;
  }
  std::int64_t actions() const {
    std::int64_t actions = 0;
    for (const auto& day : days_) actions += day.actions();
    return actions;
  }

 private:
  using Step = void (Day::*)();
  void Each(Step step) {
    for (auto& day : days_) (day.*step)();
  }
  std::int64_t Looks() const {
    std::int64_t looks = 0;
    for (const auto& day : days_) looks += day.Looks();
    return looks;
  }
  /// In the order in which a daemon does it.
  void Second(const std::function<void()>& before, Cost& cost) {
    Each(&Day::Pass);
    before();
    cost.reading += Timed([&] { Each(&Day::Read); });
    Each(&Day::Obey);
    const auto looks_before = Looks();
    before();
    const double looking = Timed([&] { Each(&Day::Look); });
    std::int64_t looks = 0;
    cost.viewing += Timed([&] { looks = Looks() - looks_before; });
    Each(&Day::Obey);
    cost.showing += Timed([&] { Each(&Day::Show); });
    cost.looking += looking;
    cost.looked += looks > 0 ? looking : 0;
    cost.looks += looks;
  }

  const int services_;
  std::deque<Day> days_;
};

/// What a while costs where others have used the caches before each second, and where nothing else runs.
struct Costs {
  Cost cold, warm;
};

Costs Measure(int services, int of_each) {
  Fleets fleets(services, of_each);
  const auto cold = fleets.GoOn(UseCaches), warm = fleets.GoOn([] {});
  fmt::print(
      "  {:4} x {:4} services: a look {:5.2f} µs, with the caches for itself {:5.2f} µs; a second of one {:5.2f} µs, "
      "with the caches for itself {:5.2f} µs\n",
      services / of_each, of_each, cold.OfALook(), warm.OfALook(), cold.OfASecond(), warm.OfASecond());
  fmt::print(
      "    of that second: {:.2f} µs readings, {:.2f} µs looks, {:.2f} µs views, {:.2f} µs what the engine shows; {} "
      "looks, {} actions\n",
      cold.PerService(cold.reading), cold.PerService(cold.looking), cold.PerService(cold.viewing),
      cold.PerService(cold.showing), cold.looks, fleets.actions());
  std::fflush(stdout);
  return {cold, warm};
}

/// What a service costs, as a ratio of what another one costs.
struct Growth {
  double look, second;
};

Growth Beside(const Cost& cost, const Cost& base) {
  return {cost.OfALook() / base.OfALook(), cost.OfASecond() / base.OfASecond()};
}

void Say(const std::string& beside, const Growth& cold, const Growth& warm) {
  fmt::print(
      "  one fleet of 1,000 beside {}: a look {:.2f} x, with the caches for itself {:.2f} x; a second of one {:.2f} x, "
      "with the caches for itself {:.2f} x\n",
      beside, cold.look, warm.look, cold.second, warm.second);
}

/// One fleet of 1,000 beside fleets of ten of the same services.
Growth Compare() {
  const auto alone = Measure(10, 10), of_ten = Measure(kServices, 10);
  Measure(kServices, 100);
  const auto all = Measure(kServices, kServices);
  const auto growth = Beside(all.cold, of_ten.cold);
  Say("100 fleets of 10, which go through as much memory (held)", growth, Beside(all.warm, of_ten.warm));
  Say("10 services alone, which go through a hundredth of it (not held)", Beside(all.cold, alone.cold),
      Beside(all.warm, alone.warm));
  return growth;
}

/// The most that is held at the end of a later hour, as a ratio of what is held after the first.
Held LiveADay() {
  Day day(0, kServices);
  Held first, most;
  for (int hour = 1; hour <= 24; ++hour) {
    for (int second = 0; second < 3600; ++second) day.Second();
    const auto held = HeldNow();
    if (hour == 1) first = held;
    most = {std::max(most.heap, held.heap), std::max(most.resident, held.resident)};
    if (hour == 1 || hour % 6 == 0)
      fmt::print(
          "  {} services, hour {:2}: {} actions, {:.2f} MiB in use, {:.3f} x that after an hour; {:.1f} MiB resident, "
          "{:.3f} x\n",
          kServices, hour, day.actions(), held.heap, held.heap / first.heap, held.resident,
          held.resident / first.resident);
    std::fflush(stdout);
  }
  return {most.heap / first.heap, most.resident / first.resident};
}

}  // namespace
}  // namespace docktor::bench

int main() {
  using namespace docktor::bench;
  Goals goals;
  const auto held = LiveADay();  // first: what others leave on the heap is not its
  const auto growth = Compare();
  goals.AtMost("the most in use after the first hour", held.heap, 1.02, "of what is in use after it");
  goals.AtMost("the most resident after the first hour", held.resident, 1.05, "of what is resident after it");
  goals.AtMost("a look in a fleet of 1,000", growth.look, 1.25, "of one in 100 fleets of 10");
  goals.AtMost("a second of a service in a fleet of 1,000", growth.second, 1.25, "of one in 100 fleets of 10");
  return goals.ExitStatus();
}
