#include "simulate/stdio.h"

#include <array>
#include <cmath>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "core/json.h"
#include "core/version.h"
#include "forecast/beat.h"
#include "simulate/cockpit.h"

namespace docktor::simulate {
namespace {

const Instant kBegin{std::chrono::sys_days{std::chrono::year{2026} / 1 / 5}};  // a Monday, midnight

constexpr double kMostSeconds = 1e9;  // some thirty years
constexpr double kPermitted = 0.5;    // what the slow requests that an SLO permits cost, of what serving all costs

double Number(const json::object& message, const char* name, double otherwise = 0) {
  const auto* value = message.if_contains(name);
  return value != nullptr && value->is_number() ? value->to_number<double>() : otherwise;
}

SeenReplica ReplicaOf(const json::object& told, Instant now) {
  const auto* state = told.if_contains("state");
  return {.id = static_cast<std::int64_t>(Number(told, "id")),
          .ready = state != nullptr && *state == "ready",
          .created_at = now - FromSeconds(Number(told, "age_s")),
          .cpu = Number(told, "cpu") / 100,
          .memory = Number(told, "mem") / 100,
          .received = 1000 * Number(told, "rx_kbps")};
}

std::optional<double> NumberIfThere(const json::object& message, const char* name, double unit = 1) {
  return message.contains(name) ? std::optional(unit * Number(message, name)) : std::nullopt;
}

/// What a slow request costs says how many are permitted, where it is told; it counts on either track.
Slo SloOf(const json::object& init) {
  Slo slo{FromSeconds(Number(init, "slo_ms", 500) / 1000), Number(init, "slo_target", 0.99)};
  if (const double price = Number(init, "slo_price"); price > 0) slo.target = 1 - kPermitted / price;
  return slo;
}

Spec SpecOf(const json::object& init, const std::function<Spec(int, int)>& spec_of) {
  auto spec = spec_of(static_cast<int>(Number(init, "min", 1)), static_cast<int>(Number(init, "max", 10)));
  if (!spec.adaptive.slo) spec.adaptive.slo = SloOf(init);
  const auto* track = init.if_contains("track");
  return track != nullptr && *track == "full" ? BehindProxy(std::move(spec), SloOf(init)) : spec;
}

/// So that beats, which come every five seconds, are five seconds apart.
bool DividesBeat(double tick) {
  const double ticks = Seconds(forecast::kBeat) / tick;
  return ticks >= 1 && ticks <= 10 && std::abs(ticks - std::round(ticks)) < 1e-6;
}

/// Of a run that can be flown.
Status Check(const json::object& init) {
  constexpr double kMostReplicas = 10'000, kMostCores = 1000, kLeastLatency = 1, kMostPrice = 1e6;
  const double min = Number(init, "min", 1), max = Number(init, "max", 10);
  const auto within = [&](const char* name, double otherwise, double least, double most) {
    const double value = Number(init, name, otherwise);
    return value >= least && value <= most;
  };
  const auto want = [](const std::string& what) {
    return Fail(Errc::kInvalidInput, "read the simulator's init: want " + what);
  };
  if (!(min >= 0 && min <= max && max >= 1 && max <= kMostReplicas))
    return want("0 <= min <= max, and max from 1 to 10000");
  if (!DividesBeat(Number(init, "tick_s", 5)))
    return want("a tick_s that 5 is a multiple of, from 0.5 on (5, 2.5, 1, 0.5): the pilot learns each five seconds");
  if (!within("slo_ms", 500, kLeastLatency, 1000 * kMostSeconds)) return want("slo_ms from 1 on");
  if (const double target = Number(init, "slo_target", 0.99); !(target > 0 && target < 1))
    return want("slo_target between 0 and 1");
  if (!within("slo_price", 50, 2 * kPermitted, kMostPrice)) return want("slo_price from 1 to 1000000");
  if (!within("cpu_limit", 1, 0.001, kMostCores)) return want("cpu_limit from 0.001 to 1000 cores");
  return {};
}

/// Of one that can be shown to a pilot. What noise may make of a figure is no concern of this: only its size is.
Status CheckReplica(const json::object& told) {
  constexpr std::array<std::pair<const char*, double>, 5> kMost{
      {{"id", 1e15}, {"age_s", kMostSeconds}, {"cpu", 1e6}, {"mem", 1e6}, {"rx_kbps", 1e12}}};
  for (const auto& [name, most] : kMost)
    if (!(std::abs(Number(told, name)) <= most))
      return Fail(
          Errc::kInvalidInput,
          fmt::format("read the simulator's tick: want of each replica a figure {} of at most {:.0e}", name, most));
  return {};
}

class Run {
 public:
  Run(const json::object& init, const std::function<Spec(int, int)>& spec_of)
      : tick_(FromSeconds(Number(init, "tick_s", 5))),
        cpus_(Number(init, "cpu_limit", 1)),
        cockpit_(SpecOf(init, spec_of)) {}

  Result<json::object> Tick(const json::object& tick) {
    const double seconds = Number(tick, "t");
    if (!(seconds >= 0 && seconds <= kMostSeconds))
      return Fail(Errc::kInvalidInput, "read the simulator's tick: want t from 0 to 1e9");
    const auto now = kBegin + FromSeconds(seconds);
    Sight sight{.now = now, .tick = tick_, .cpus = cpus_};
    sight.rate = NumberIfThere(tick, "rps");
    sight.latency_p95 = NumberIfThere(tick, "p95_ms", 1e-3);
    if (const auto* replicas = tick.if_contains("replicas"); replicas != nullptr && replicas->is_array())
      for (const auto& told : replicas->get_array()) {
        if (!told.is_object()) continue;
        if (const auto sound = CheckReplica(told.get_object()); !sound) return tl::unexpected(sound.error());
        sight.replicas.push_back(ReplicaOf(told.get_object(), now));
      }
    const auto target = cockpit_.Fly(sight);
    return target ? json::object{{"target", *target}} : json::object{};
  }

 private:
  Duration tick_;
  double cpus_;
  Cockpit cockpit_;
};

}  // namespace

Status AnswerSimulator(std::istream& in, std::ostream& out, const std::function<Spec(int min, int max)>& spec_of) {
  std::optional<Run> run;
  for (std::string line; std::getline(in, line);) {
    const auto parsed = ParseJson(line);
    if (!parsed || !parsed->is_object())
      return Fail(Errc::kInvalidInput, "read the simulator's message: this is no JSON object: " + line.substr(0, 80));
    const auto& message = parsed->get_object();
    const auto* type = message.if_contains("type");
    if (type != nullptr && *type == "end") return {};
    json::object answer;
    if (type != nullptr && *type == "init") {
      if (const auto sound = Check(message); !sound) return sound;
      run.emplace(message, spec_of);
      answer = {{"type", "ready"}, {"name", std::string("docktor ") + kVersion}};
    } else if (type != nullptr && *type == "tick") {
      if (!run) return Fail(Errc::kInvalidInput, "read the simulator's message: a tick before any init");
      auto told = run->Tick(message);
      if (!told) return tl::unexpected(told.error());
      answer = *std::move(told);
    }
    out << WriteJson(answer) << '\n' << std::flush;
  }
  return {};
}

}  // namespace docktor::simulate
