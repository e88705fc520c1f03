#include "cli/demo/simulated_stage.h"

#include <cmath>

#include "cli/demo/stack.h"
#include "cli/simulate/simulated_spec.h"
#include "core/json.h"
#include "core/version.h"

namespace docktor::cli {
namespace {

constexpr Duration kTick = 1s;
constexpr Duration kWatched = 10s;  // before the load comes

/// A quarter core, requests of 30 ms CPU, and a start as quick as that of the demo's image.
const ::docktor::simulate::ServiceModel& Web() {
  static const ::docktor::simulate::ServiceModel web{
      .cpus = 0.25, .capacity = 0.25 / 0.030, .least_start = 1, .most_start = 2, .warm_up = 0, .start_cpu = 0.2};
  return web;
}

Spec DemoSpec() {
  auto spec = simulate::SpecOf({"min=2", "max=10", "targets.cpu=60%", "interval=2s", "scale_down.window=20s"}).value();
  spec.key = {DemoStack::kProject, "web"};
  return spec;
}

::docktor::simulate::Plant::Setup SetupOf(const Spec& spec) {
  return {.model = Web(), .min = spec.min, .max = spec.max, .tick = kTick};
}

}  // namespace

SimulatedStage::SimulatedStage(Instant begin, std::function<void(Duration)> pass)
    : began_(begin),
      now_(begin),
      pass_(std::move(pass)),
      spec_(DemoSpec()),
      plant_(SetupOf(spec_), begin),
      history_({}),
      cockpit_(spec_, {}, [this](const RecordBody& body) { Keep(body); }) {}

void SimulatedStage::Keep(const RecordBody& body) { history_.Add({.sequence = ++records_, .at = now_, .body = body}); }

Status SimulatedStage::Raise(const std::function<void(const std::string& step)>& done) {
  done(
      "a simulated service, no container: two replicas of web (0.25 cores each), ready one to two seconds after their "
      "start");
  while (now_ < began_ + kWatched) Wait();
  done("the pilot that runs in production watches it and scales web between 2 and 10");
  return {};
}

Result<Instant> SimulatedStage::StartLoad(double rate, Duration length) {
  load_ = Load{.rate = rate, .until = now_ + length};
  return now_;
}

void SimulatedStage::Wait() {
  const bool loaded = load_ && now_ < load_->until;
  const auto& sight = plant_.Step(loaded ? load_->rate : 0);
  now_ = sight.now;
  if (load_) {
    load_->sent += plant_.served().arrived;
    load_->answered += plant_.served().served;
  }
  if (const auto ordered = cockpit_.Fly(sight)) plant_.Order(*ordered);
  if (pass_) pass_(kTick / kSpeedUp);
}

Result<std::string> SimulatedStage::LoadSummary() {
  if (!load_ || now_ < load_->until || plant_.waiting()) return std::string();
  return WriteJson(
      json::object{{"requests", std::llround(load_->sent)},
                   {"statuses", json::object{{"200", std::llround(std::min(load_->sent, load_->answered))}}}});
}

Result<operations::StatusOutput> SimulatedStage::Look() {
  operations::StatusOutput status{
      .at = now_,
      .daemon = {.version = kVersion, .started_at = began_, .projects = {spec_.key.project}, .engine = "no engine"},
      .readings_from = "the simulator"};
  status.services.push_back(operations::StatusOf(cockpit_.View(now_)));
  return status;
}

Result<std::vector<operations::HistoryItem>> SimulatedStage::Decisions(int limit) {
  std::vector<operations::HistoryItem> items;
  for (const auto& entry : history_.List({.service = spec_.key, .limit = limit}))
    items.push_back(operations::ItemOf(entry));
  return items;
}

}  // namespace docktor::cli
