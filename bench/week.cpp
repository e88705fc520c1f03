/// A week of one service at a look every five seconds, flown by `adaptive`: the pilot, the readings that it is shown
/// and each record as the journal would hold it. Baseline: the same week in the simulated service alone, at a fixed
/// count. Fails where the week takes longer than it may on one core.
#include "bench/measure.h"
#include "core/json.h"
#include "simulate/trial.h"

namespace docktor::bench {
namespace {

using namespace simulate;

constexpr double kMostSeconds = 2.5;

Trace Week() {
  auto week = MadeUpDay();
  week.name = "a made-up week";
  const auto day = week.rates;
  for (int i = 1; i < 7; ++i) week.rates.insert(week.rates.end(), day.begin(), day.end());
  return week;
}

Spec Adaptive() {
  Spec spec;
  spec.key = {"sim", "web"};
  spec.enabled = true;
  spec.strategy = Strategy::kAdaptive;
  spec.min = Trial{}.min;
  spec.max = Trial{}.max;
  return spec;
}

int Main() {
  const auto week = Week();
  const double alone = Median(3, [&] { Play({}, week, [](const Sight&) { return std::optional(10); }); });
  std::size_t records = 0, bytes = 0, looks = 0;
  const double flown = Median(3, [&] {
    records = bytes = looks = 0;
    Cockpit cockpit(Adaptive(), {}, [&](const RecordBody& body) {
      ++records;
      bytes += std::visit([](const auto& record) { return WriteJson(ToJson(record)).size(); }, body);
    });
    Play({}, week, [&](const Sight& sight) { return ++looks, cockpit.Fly(sight); });
  });
  fmt::print("a week, {} looks, {} records of {:.1f} MB\n", looks, records, static_cast<double>(bytes) / 1e6);
  Row("the week flown", flown, alone);
  fmt::print("  of a look: {:.1f} µs\n", flown / static_cast<double>(looks) * 1e6);
  if (flown <= kMostSeconds) return 0;
  fmt::print("NOT HELD: the week may take {:.1f} s at most\n", kMostSeconds);
  return 1;
}

}  // namespace
}  // namespace docktor::bench

int main() { return docktor::bench::Main(); }
