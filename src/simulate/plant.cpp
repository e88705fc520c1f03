#include "simulate/plant.h"

#include <algorithm>
#include <cmath>

namespace docktor::simulate {
namespace {

constexpr Duration kStopping = 10s;
constexpr double kIdleCpu = 0.02;
constexpr double kFirstUtilization = 0.6;
constexpr double kWander = 0.99, kWanderStep = 0.0141;  // of the size of requests: about 10 % in eight minutes
constexpr double kBytesNoise = 0.03, kRateNoise = 0.02;
constexpr std::uint64_t kOfReplica = 1'000'000'007;

double Share(double value) { return std::clamp(value, 0.0, 1.0); }

}  // namespace

Plant::Plant(const Setup& setup, Instant begin)
    : setup_(setup),
      noise_(setup.seed),
      line_(setup.model),
      keeper_(setup.model, setup.slow_price, setup.tick),
      now_(begin),
      each_(setup.model.capacity) {
  wanted_ =
      std::clamp(static_cast<int>(std::ceil(setup.first_rate / (kFirstUtilization * each_))), setup.min, setup.max);
  for (int i = 0; i < wanted_; ++i) {
    auto unit = Made(0s);
    unit.created_at -= 10min;
    unit.ready_at = unit.warm_at = unit.created_at;
    ready_.push_back(unit);
  }
}

Plant::Unit Plant::Made(Duration start) {
  Unit unit{.id = ++last_id_, .created_at = now_, .ready_at = now_ + start};
  unit.warm_at = unit.ready_at + FromSeconds(setup_.model.warm_up);
  unit.bias = 1 + setup_.model.cpu_bias * noise_.Normal(kOfReplica, static_cast<std::uint64_t>(unit.id));
  const double spread = noise_.Normal(kOfReplica + 2, static_cast<std::uint64_t>(unit.id));
  unit.speed = std::max(0.1, 1 + setup_.model.speed_spread * spread);
  return unit;
}

void Plant::Begin() {
  const auto& model = setup_.model;
  const double chance = noise_.Uniform(kOfReplica + 1, static_cast<std::uint64_t>(last_id_ + 1));
  starting_.push_back(Made(FromSeconds(model.least_start + (model.most_start - model.least_start) * chance)));
}

/// Mean over the tick that begins now. A replica that becomes ready in it counts from then on.
double Plant::CapacityOver(Duration tick) const {
  double shares = 0;
  for (const auto& unit : ready_) {
    const auto from = std::max(now_, unit.ready_at), warm = std::clamp(unit.warm_at, from, now_ + tick);
    shares += unit.speed * (0.5 * Seconds(warm - from) + Seconds(now_ + tick - warm)) / Seconds(tick);
  }
  return shares * each_;
}

double Plant::CoresWanted(double rate) const {
  const double work = (rate + line_.backlog() / Seconds(setup_.tick)) / each_;
  return setup_.model.cpus * (std::min(work, static_cast<double>(ready_.size())) +
                              setup_.model.start_cpu * static_cast<double>(starting_.size()));
}

/// What they take just now: something in one of five spells of ten minutes.
double Plant::Neighbours() const {
  const auto spell = static_cast<std::uint64_t>((tick_ * setup_.tick) / 10min);
  const double chance = noise_.Uniform(6, spell);
  return chance < 0.2 ? setup_.model.neighbours * (0.5 + 2.5 * chance) : 0;
}

const Sight& Plant::Step(double rate, double granted) {
  granted = std::min(granted, 1 - Neighbours());
  if (tick_ == setup_.release_at) each_ *= setup_.model.release_factor;
  const auto end = now_ + setup_.tick;
  const auto soon =
      std::stable_partition(starting_.begin(), starting_.end(), [&](const Unit& unit) { return unit.ready_at < end; });
  ready_.insert(ready_.end(), starting_.begin(), soon);
  starting_.erase(starting_.begin(), soon);
  std::erase_if(stopping_, [&](Instant until) { return until <= now_; });

  const double capacity = CapacityOver(setup_.tick) * granted;
  served_ = line_.Pass(rate, capacity, static_cast<int>(ready_.size()), setup_.tick);
  keeper_.Note(served_, running() + static_cast<int>(stopping_.size()), each_);
  now_ = end;
  ++tick_;
  Look(rate, capacity, granted);
  return sight_;
}

bool Plant::Lost() const { return noise_.Uniform(3, static_cast<std::uint64_t>(tick_)) < setup_.model.lost_readings; }

void Plant::Look(double rate, double capacity, double granted) {
  const auto tick = static_cast<std::uint64_t>(tick_);
  const auto& model = setup_.model;
  const double busy = capacity > 0 ? served_.served / (capacity * Seconds(setup_.tick)) : 1;
  const double cpu = granted * (kIdleCpu + (1 - kIdleCpu) * busy);
  const double ready = std::max<double>(1, static_cast<double>(ready_.size()));
  const double answered = (served_.arrived - served_.dropped) / Seconds(setup_.tick);
  mix_ = kWander * mix_ + kWanderStep * noise_.Normal(4, tick);
  sight_ = {.now = now_, .tick = setup_.tick, .cpus = model.cpus};
  const bool lost = Lost();
  for (const auto& unit : ready_) {
    const auto id = static_cast<std::uint64_t>(unit.id);
    SeenReplica seen{.id = unit.id, .ready = true, .created_at = unit.created_at, .read = !lost};
    seen.cpu = Share(cpu * unit.bias * (1 + model.cpu_noise * noise_.Normal(tick, id)));
    seen.memory = Share(0.25 + 0.2 * busy + 0.3 * line_.backlog() / (WaitingLine::kLongestWait * capacity + 1e-9));
    seen.received = answered * model.bytes * (1 + mix_) / ready * (1 + kBytesNoise * noise_.Normal(tick, ~id));
    sight_.replicas.push_back(seen);
  }
  for (const auto& unit : starting_)
    sight_.replicas.push_back(
        {.id = unit.id, .created_at = unit.created_at, .cpu = model.start_cpu, .memory = 0.25, .read = !lost});
  if (!setup_.proxy || lost) return;
  sight_.rate = rate * (1 + kRateNoise * noise_.Normal(5, tick));
  sight_.latency_p95 = line_.P95(served_.wait, rate, capacity, static_cast<int>(ready));
}

void Plant::Order(int count) {
  count = std::clamp(count, setup_.min, setup_.max);
  if (count != wanted_) keeper_.Changed(count - wanted_, now_);
  wanted_ = count;
  while (running() < count) Begin();
  while (running() > count) {  // the newest first, as Compose does it
    auto& from = starting_.empty() ? ready_ : starting_;
    from.pop_back();
    stopping_.push_back(now_ + kStopping);
  }
}

}  // namespace docktor::simulate
