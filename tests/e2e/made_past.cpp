/// Gives a service a past of two weeks, in a store that a daemon then goes on with:
///
///   made_past STORE PROJECT SERVICE
///
/// Busy by day with a peak before noon, less so at weekends, restless all the time; and for an hour of this day nobody
/// looked.
#include <chrono>
#include <cmath>
#include <random>
#include <vector>

#include <fmt/format.h>

#include "remember/store/store.h"

namespace docktor {
namespace {

using remember::Sample;
using remember::Store;

constexpr Duration kPast = 14 * 24h, kFinelySampled = 6h;

double HourOf(Instant at) { return std::chrono::duration<double>(at - std::chrono::floor<std::chrono::days>(at)) / 1h; }

bool IsWorkday(Instant at) {
  const std::chrono::weekday day(std::chrono::sys_days(std::chrono::floor<std::chrono::days>(at)));
  return day != std::chrono::Saturday && day != std::chrono::Sunday;
}

/// Fully busy replicas.
double LoadAt(Instant at) {
  const auto bell = [hour = HourOf(at)](double middle, double width) {
    return std::exp(-std::pow((hour - middle) / width, 2));
  };
  return 0.7 + (IsWorkday(at) ? 1 : 0.4) * (3.2 * bell(11, 2.2) + 2.2 * bell(15.5, 1.8));
}

std::vector<Sample> PastOf(const ServiceKey& service, Instant now) {
  std::mt19937 random(7);
  std::normal_distribution<double> restless(1, 0.09);
  std::vector<Sample> samples;
  for (auto at = now - kPast; at<now; at += now - at> kFinelySampled ? Store::kCoarse : Store::kFine) {
    if (now - at < 3h && now - at > 2h) continue;
    const double load = LoadAt(at) * restless(random);
    const int replicas = std::max(1, static_cast<int>(std::ceil(LoadAt(at - 5min) / 0.6)));
    samples.push_back(
        {service, at, replicas, replicas, {{.name = "cpu.utilization", .count = replicas, .mean = load / replicas}}});
  }
  return samples;
}

Status Make(const std::filesystem::path& file, const ServiceKey& service) {
  const auto now = std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
  std::filesystem::create_directories(file.parent_path());
  auto store = Store::Open(file);
  if (!store) return tl::unexpected<Error>(store.error());
  return store->Add(PastOf(service, now)).and_then([&] { return store->Condense(now); });
}

}  // namespace
}  // namespace docktor

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const auto made = docktor::Make(argv[1], {argv[2], argv[3]});
  if (!made) fmt::print(stderr, "{}\n", made.error().message);
  return made ? 0 : 1;
}
