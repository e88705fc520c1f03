#include "observe/files/host.h"

#include <algorithm>
#include <limits>

#include "observe/files/lines.h"

namespace docktor::observe {
namespace {

std::int64_t Bytes(std::int64_t kib) { return std::min(kib, std::numeric_limits<std::int64_t>::max() / 1024) * 1024; }

}  // namespace

std::optional<HostTicks> ParseHostTicks(std::string_view stat) {
  // cpu  user nice system idle iowait irq softirq steal guest guest_nice; user and nice include the guests' time.
  constexpr std::size_t kIdle = 4, kIowait = 5, kSteal = 8;
  const auto words = Words(TakeUntil(stat, '\n'));
  if (words.size() <= kIowait || words[0] != "cpu") return std::nullopt;
  HostTicks ticks;
  for (std::size_t i = 1; i <= std::min(kSteal, words.size() - 1); ++i) {
    const auto spent = Number(words[i]);
    if (!spent) return std::nullopt;
    ticks.total = Sum(ticks.total, *spent);
    if (i != kIdle && i != kIowait) ticks.busy = Sum(ticks.busy, *spent);
  }
  while (stat.starts_with("cpu")) {
    TakeUntil(stat, '\n');
    ++ticks.cores;
  }
  return ticks;
}

std::optional<double> HostUtilization(const HostTicks& before, const HostTicks& after) {
  const auto total = after.total - before.total;
  const auto busy = after.busy - before.busy;
  if (total <= 0 || busy < 0) return std::nullopt;
  return std::min(1.0, static_cast<double>(busy) / static_cast<double>(total));
}

Result<std::optional<HostReading>> Host::Read(Instant now) {
  const auto meminfo = ReadFile(roots_.proc + "/meminfo");
  if (!meminfo) return tl::unexpected(meminfo.error());
  const auto stat = ReadFile(roots_.proc + "/stat");
  if (!stat) return tl::unexpected(stat.error());
  const auto total = NumberOf(*meminfo, "MemTotal");
  const auto available = NumberOf(*meminfo, "MemAvailable");
  const auto ticks = ParseHostTicks(*stat);
  if (!total || !available)
    return Fail(Errc::kUnavailable, "read " + roots_.proc + "/meminfo: no MemTotal or MemAvailable");
  if (!ticks || ticks->cores == 0) return Fail(Errc::kUnavailable, "read " + roots_.proc + "/stat: no CPU times");

  const auto utilization = HostUtilization(before_, *ticks);
  before_ = *ticks;
  if (!utilization) return std::nullopt;
  return HostReading{.at = now,
                     .cores = ticks->cores,
                     .cpu_utilization = *utilization,
                     .memory_bytes = Bytes(*total),
                     .memory_available_bytes = Bytes(*available)};
}

}  // namespace docktor::observe
