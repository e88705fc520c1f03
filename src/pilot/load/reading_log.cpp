#include "pilot/load/reading_log.h"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace docktor::pilot {
namespace {

constexpr double kMostCores = 1e5;
constexpr std::int64_t kMostBytes = std::int64_t{1} << 56;
constexpr std::size_t kMostKept = 64;
constexpr Duration kAhead = 2s;  // a reading from further ahead of now was stamped by a broken clock

bool Sane(const Reading& r, Instant now) {
  const auto in = [](double value, double most) { return std::isfinite(value) && value >= 0 && value <= most; };
  return in(r.cpu_cores, kMostCores) && in(r.throttled_ratio, 1.0) && r.memory_bytes >= 0 &&
         r.memory_bytes < kMostBytes && r.over > Duration{0} && r.at <= now + kAhead && r.at > now - ReadingLog::kKept;
}

/// Null where it is not fresh.
const ReplicaUse* NewestOf(const std::vector<ReplicaUse>& readings, Instant now) {
  const bool fresh = !readings.empty() && readings.back().at >= now - ReadingLog::kFresh;
  return fresh ? &readings.back() : nullptr;
}

/// Empty: a window that began after the newest reading has nothing of its own yet.
std::optional<double> CoresSince(const std::vector<ReplicaUse>& readings, Instant since) {
  double seconds = 0, used = 0;
  for (auto reading = readings.rbegin(); reading != readings.rend() && reading->at >= since; ++reading) {
    seconds += Seconds(reading->over);
    used += reading->cpu_cores * Seconds(reading->over);
  }
  return seconds > 0 ? std::optional(used / seconds) : std::nullopt;
}

/// One replica's figure for one signal, with the age of what it was made from.
struct Point {
  double value;
  Duration age;
};

/// `weights` lets a large replica count for more, as in a sum of use over a sum of limits.
Signal Summed(std::string name, std::vector<Point> points, const std::vector<double>& weights) {
  Signal signal{.name = std::move(name), .count = static_cast<int>(points.size())};
  if (points.empty()) return signal;
  double sum = 0, weight = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    sum += points[i].value * weights[i];
    weight += weights[i];
  }
  signal.mean = sum / weight;
  signal.age = std::max(
      Duration{0}, std::min_element(points.begin(), points.end(), [](auto& a, auto& b) { return a.age < b.age; })->age);
  const auto rank = static_cast<std::size_t>(std::ceil(0.95 * static_cast<double>(points.size()))) - 1;
  std::nth_element(points.begin(), points.begin() + rank, points.end(),
                   [](auto& a, auto& b) { return a.value < b.value; });
  signal.p95 = points[rank].value;
  return signal;
}

}  // namespace

double Capacity(const Replica& replica) {
  const double cpus = replica.limits.cpus.value_or(1.0);
  return std::isfinite(cpus) && cpus > 0 ? cpus : 1.0;
}

void ReadingLog::Add(const std::vector<Reading>& sweep, Instant now) {
  for (const auto& reading : sweep) {
    if (!Sane(reading, now)) continue;
    auto& readings = log_[reading.replica];
    if (!readings.empty() && reading.at <= readings.back().at) continue;
    while (!readings.empty() && (readings.front().at <= now - kKept || readings.size() >= kMostKept))
      readings.erase(readings.begin());
    readings.push_back({.at = reading.at,
                        .over = reading.over,
                        .cpu_cores = reading.cpu_cores,
                        .throttled_ratio = reading.throttled_ratio,
                        .memory_bytes = reading.memory_bytes,
                        .network_rx_bytes = reading.network_rx_bytes});
  }
}

void ReadingLog::Keep(const std::vector<Replica>& replicas) {
  std::vector<std::string_view> listed;
  for (const auto& replica : replicas) listed.push_back(replica.id.value);
  std::sort(listed.begin(), listed.end());
  std::erase_if(log_, [&](const auto& entry) {
    return !std::binary_search(listed.begin(), listed.end(), std::string_view(entry.first.value));
  });
}

const ReplicaUse* ReadingLog::Newest(const ContainerId& id, Instant now) const {
  const auto found = log_.find(id);
  return found == log_.end() ? nullptr : NewestOf(found->second, now);
}

std::optional<double> ReadingLog::Cores(const ContainerId& id, Instant since, Instant now) const {
  const auto found = log_.find(id);
  if (found == log_.end() || NewestOf(found->second, now) == nullptr) return std::nullopt;
  return CoresSince(found->second, since);
}

std::optional<double> ReadingLog::Received(const ContainerId& id, Instant now) const {
  if (Newest(id, now) == nullptr) return std::nullopt;
  double sum = 0;
  int count = 0;
  for (const auto& reading : log_.at(id))
    if (const auto rate = reading.network_rx_bytes; rate && std::isfinite(*rate) && *rate >= 0) sum += *rate, ++count;
  return count > 0 ? std::optional(sum / count) : std::nullopt;
}

std::int64_t ReadingLog::LargestMemory(Instant now) const {
  std::int64_t largest = 0;
  for (const auto& [id, readings] : log_)
    if (const auto* newest = NewestOf(readings, now)) largest = std::max(largest, newest->memory_bytes);
  return largest;
}

std::vector<decide::ReplicaLoad> ReadingLog::Loads(const std::vector<Replica>& replicas, Instant since,
                                                   Instant now) const {
  std::vector<decide::ReplicaLoad> loads;
  loads.reserve(replicas.size());
  for (const auto& replica : replicas) {
    if (!Runs(replica.phase) || replica.phase == Phase::kDraining) continue;
    loads.push_back({replica.phase == Phase::kReady, Capacity(replica), Cores(replica.id, since, now)});
  }
  return loads;
}

std::vector<decide::ReplicaLoad> ReadingLog::MemoryLoads(const std::vector<Replica>& replicas, Instant now,
                                                         std::int64_t host_bytes) const {
  std::vector<decide::ReplicaLoad> loads;
  loads.reserve(replicas.size());
  for (const auto& replica : replicas) {
    if (!Runs(replica.phase) || replica.phase == Phase::kDraining) continue;
    const auto* newest = Newest(replica.id, now);
    loads.push_back({replica.phase == Phase::kReady,
                     static_cast<double>(replica.limits.memory_bytes.value_or(host_bytes)),
                     newest != nullptr ? std::optional(static_cast<double>(newest->memory_bytes)) : std::nullopt});
  }
  return loads;
}

std::vector<Signal> ReadingLog::Signals(const std::vector<Replica>& replicas, Instant since, Instant now,
                                        std::int64_t host_bytes) const {
  std::vector<Point> cpu, throttled, memory;
  std::vector<double> capacities, evenly, limits;
  for (auto* points : {&cpu, &throttled, &memory}) points->reserve(replicas.size());
  for (auto* weights : {&capacities, &evenly, &limits}) weights->reserve(replicas.size());
  for (const auto& replica : replicas) {
    const auto found = replica.phase == Phase::kReady ? log_.find(replica.id) : log_.end();
    const auto* newest = found != log_.end() ? NewestOf(found->second, now) : nullptr;
    const auto cores = newest != nullptr ? CoresSince(found->second, since) : std::nullopt;
    if (!cores) continue;
    cpu.push_back({*cores / Capacity(replica), now - newest->at});
    capacities.push_back(Capacity(replica));
    throttled.push_back({newest->throttled_ratio, now - newest->at});
    evenly.push_back(1);
    const auto limit = static_cast<double>(replica.limits.memory_bytes.value_or(host_bytes));
    if (limit <= 0) continue;
    memory.push_back({static_cast<double>(newest->memory_bytes) / limit, now - newest->at});
    limits.push_back(limit);
  }
  std::vector<Signal> signals;
  signals.reserve(3);
  signals.push_back(Summed("cpu.utilization", std::move(cpu), capacities));
  signals.push_back(Summed("cpu.throttled_ratio", std::move(throttled), evenly));
  signals.push_back(Summed("memory.utilization", std::move(memory), limits));
  return signals;
}

}  // namespace docktor::pilot
