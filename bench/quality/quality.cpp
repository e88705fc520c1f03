/// Plays the load traces of a folder, or made loads, to strategies and to HPA at 65 %, in the plant as it is and in
/// plants that differ from what the strategies were made for. Prints a line of JSON for each run;
/// bench/quality/report.py makes tables.
///
///     bench_quality FOLDER|made [PLANT…]
#include <algorithm>
#include <atomic>
#include <filesystem>
#include <functional>
#include <future>
#include <iostream>
#include <mutex>
#include <thread>

#include <fmt/core.h>

#include "bench/quality/hpa.h"
#include "core/json.h"
#include "simulate/trial.h"
#include "unit/simulate/loads.h"

namespace docktor::bench {
namespace {

using namespace simulate;

constexpr double kAnchor = 0.65;

/// How a plant differs from the one that strategies were made for.
struct Change {
  const char* name;
  std::function<void(Trial&)> make;
};

const std::vector<Change>& Changes() {
  static const auto times = [](double ServiceModel::*member, double factor) {
    return [=](Trial& trial) { trial.model.*member *= factor; };
  };
  static const auto slower = [](double factor) {
    return [=](Trial& trial) {
      for (auto member : {&ServiceModel::least_start, &ServiceModel::most_start, &ServiceModel::warm_up})
        trial.model.*member *= factor;
    };
  };
  static const auto larger = [](double factor) {  // the knee stays where it was
    return [=](Trial& trial) {
      trial.model.capacity *= factor;
      trial.model.slow_after /= factor;
    };
  };
  static const std::vector<Change> changes{
      {"as it is", [](Trial&) {}},
      {"slow late and suddenly (exponent 0.7)", [](Trial& t) { t.model.knee_exponent = 0.7; }},
      {"slow early and gently (exponent 1.5)", [](Trial& t) { t.model.knee_exponent = 1.5; }},
      {"knee × 0.6", times(&ServiceModel::knee_factor, 0.6)},
      {"knee × 1.7", times(&ServiceModel::knee_factor, 1.7)},
      {"noise and bias × 2",
       [](Trial& t) {
         t.model.cpu_noise *= 2;
         t.model.cpu_bias *= 2;
       }},
      {"start-up and warm-up × 2", slower(2)},
      {"start-up and warm-up × 4", slower(4)},
      {"10 % of readings lost", [](Trial& t) { t.model.lost_readings = 0.1; }},
      {"capacity × 2", larger(2)},
      {"capacity × 0.5", larger(0.5)},
      {"a slow request costs 20", [](Trial& t) { t.slow_price = 20; }},
      {"a slow request costs 100", [](Trial& t) { t.slow_price = 100; }},
  };
  return changes;
}

struct Run {
  const Change* change;
  const Trace* trace;
  ServiceModel model;
  std::string controller;
};

Score Played(const Run& run) {
  Trial trial{.model = run.model, .scale = run.model.capacity / 50};  // traces are for replicas of 50 a second
  run.change->make(trial);
  if (run.controller == "hpa65") return Play(trial, *run.trace, Hpa(kAnchor, trial.min, trial.max));
  Spec spec;
  spec.key = {"sim", "web"};
  spec.enabled = true;
  if (run.controller == "adaptive") spec.strategy = Strategy::kAdaptive;
  return Fly(trial, *run.trace, std::move(spec));
}

std::string Line(const Run& run, const Score& score) {
  auto line = ToJson(score).as_object();
  line["plant"] = run.change->name;
  line["trace"] = run.trace->name;
  line["profile"] = std::string(run.model.name);
  line["controller"] = run.controller;
  return WriteJson(line);
}

Result<std::vector<Trace>> TracesIn(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error))
    if (entry.path().extension() == ".csv") files.push_back(entry.path());
  if (error || files.empty()) return Fail(Errc::kNotFound, folder.string() + ": no traces (*.csv) are there");
  std::sort(files.begin(), files.end());
  std::vector<Trace> traces;
  for (const auto& file : files) {
    auto trace = ReadTrace(file);
    if (!trace) return tl::unexpected(trace.error());
    traces.push_back(*std::move(trace));
  }
  return traces;
}

Result<std::vector<Trace>> TracesOf(const std::string& said) {
  if (said == "made") return std::vector{MadeUpDay(), Day(), Spikes(), Steps(), Sawtooth()};
  return TracesIn(said);
}

std::vector<Run> Runs(const std::vector<Trace>& traces, const std::vector<std::string>& wanted) {
  std::vector<Run> runs;
  for (const auto& change : Changes()) {
    if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), change.name) == wanted.end()) continue;
    for (const auto& trace : traces)
      for (const auto& model : ServiceModels())
        for (const auto* controller : {"hpa65", "target", "adaptive"})
          if (controller != std::string("target") || &change == &Changes().front())
            runs.push_back({&change, &trace, model, controller});
  }
  return runs;
}

/// As many at once as there are cores.
void PlayAll(const std::vector<Run>& runs) {
  std::atomic<std::size_t> next = 0;
  std::mutex printing;
  std::vector<std::future<void>> workers;
  for (unsigned i = 0; i < std::max(1u, std::thread::hardware_concurrency()); ++i)
    workers.push_back(std::async(std::launch::async, [&] {
      for (std::size_t at = next++; at < runs.size(); at = next++) {
        const auto line = Line(runs[at], Played(runs[at]));
        const std::lock_guard lock(printing);
        std::cout << line << std::endl;
      }
    }));
}

int Main(int argc, char** argv) {
  if (argc < 2) return fmt::print(stderr, "bench_quality FOLDER|made [PLANT…]\n"), 2;
  const auto traces = TracesOf(argv[1]);
  if (!traces) return fmt::print(stderr, "{}\n", traces.error().message), 1;
  PlayAll(Runs(*traces, {argv + 2, argv + argc}));
  return 0;
}

}  // namespace
}  // namespace docktor::bench

int main(int argc, char** argv) { return docktor::bench::Main(argc, argv); }
