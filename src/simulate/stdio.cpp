#include "simulate/stdio.h"

#include <optional>
#include <string>

#include "core/json.h"
#include "core/version.h"
#include "simulate/cockpit.h"

namespace docktor::simulate {
namespace {

const Instant kBegin{std::chrono::sys_days{std::chrono::year{2026} / 1 / 5}};  // a Monday, midnight

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

Spec SpecOf(const json::object& init, const std::function<Spec(int, int)>& spec_of) {
  auto spec = spec_of(static_cast<int>(Number(init, "min", 1)), static_cast<int>(Number(init, "max", 10)));
  const auto* track = init.if_contains("track");
  if (track == nullptr || *track != "full") return spec;
  return BehindProxy(std::move(spec),
                     {FromSeconds(Number(init, "slo_ms", 500) / 1000), Number(init, "slo_target", 0.99)});
}

/// Of a run that can be flown.
Status Check(const json::object& init) {
  constexpr double kMost = 10'000;
  const double min = Number(init, "min", 1), max = Number(init, "max", 10);
  const double tick = Number(init, "tick_s", 5), target = Number(init, "slo_target", 0.99);
  if (!(min >= 0 && min <= max && max >= 1 && max <= kMost))
    return Fail(Errc::kInvalidInput, "read the simulator's init: want 0 <= min <= max, and max from 1 to 10000");
  if (!(tick >= 0.1 && tick <= 3600))
    return Fail(Errc::kInvalidInput, "read the simulator's init: want tick_s from 0.1 to 3600");
  if (!(target > 0 && target < 1))
    return Fail(Errc::kInvalidInput, "read the simulator's init: want slo_target between 0 and 1");
  return {};
}

class Run {
 public:
  Run(const json::object& init, const std::function<Spec(int, int)>& spec_of)
      : spec_(SpecOf(init, spec_of)), tick_(FromSeconds(Number(init, "tick_s", 5))), cockpit_(spec_) {}

  json::object Tick(const json::object& tick) {
    const auto now = kBegin + FromSeconds(Number(tick, "t"));
    Sight sight{.now = now, .tick = tick_};
    sight.rate = NumberIfThere(tick, "rps");
    sight.latency_p95 = NumberIfThere(tick, "p95_ms", 1e-3);
    if (const auto* replicas = tick.if_contains("replicas"); replicas != nullptr && replicas->is_array())
      for (const auto& told : replicas->get_array())
        if (told.is_object()) sight.replicas.push_back(ReplicaOf(told.get_object(), now));
    const auto target = cockpit_.Fly(sight);
    return target ? json::object{{"target", *target}} : json::object{};
  }

 private:
  Spec spec_;
  Duration tick_;
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
      answer = run->Tick(message);
    }
    out << WriteJson(answer) << '\n' << std::flush;
  }
  return {};
}

}  // namespace docktor::simulate
