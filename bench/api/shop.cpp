#include "bench/api/shop.h"

#include <algorithm>
#include <cmath>
#include <iostream>
#include <numbers>
#include <stdexcept>
#include <utility>

#include <unistd.h>

#include "app/samples.h"
#include "bench/enabled.h"
#include "net/http_client.h"

namespace docktor::bench {
namespace {

namespace fs = std::filesystem;

constexpr double kCpus = 0.25;  // that a replica may use

template <typename T>
T Have(Result<T> wanted) {
  if (!wanted) throw std::runtime_error(wanted.error().message);
  return *std::move(wanted);
}

fs::path Made(const fs::path& folder) {
  fs::create_directories(folder);
  return folder;
}

}  // namespace

Shop::Shop(fs::path folder, int services)
    : folder_(std::move(folder)),
      services_(services),
      past_(Have(app::Past::Open(Made(folder_ / kName) / "journal", clock_, kName))),
      actuator_(engine_, files_, past_->journal(), clock_),
      models_(clock_, [](const ModelChoice&) -> Result<brain::Connection> { return Fail(Errc::kNotFound, "none"); }),
      control_({.clock = clock_, .actuator = actuator_, .journal = past_->journal(), .spec_of = Enabled()}),
      store_({.journal = folder_ / kName / "journal",
              .file = folder_ / kName / "store.duckdb",
              .clock = clock_,
              .look = [this] { return app::SamplesOf(*control_.Latest()); },
              .warn = [](const std::string& text) { std::cerr << text << "\n"; }}),
      talks_(clock_, models_, past_->journal()) {
  for (int i = 0; i < services_; ++i)
    engine_.AddComposeService(kName, "service" + std::to_string(i), 2, {.cpus = kCpus, .healthcheck = false});
  OpenDoor();
  watch_ = std::make_unique<docker::ProjectWatch>(engine_, clock_, control_, kName);
  AwaitFirstLooks();
  feeder_ = std::thread([this] { Feed(); });
}

Shop::~Shop() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  ended_.notify_all();
  feeder_.join();
  talks_.Stop();
  door_->Close();
  watch_->Stop();
  actuator_.Stop();
}

void Shop::OpenDoor() {
  app::Plan plan;
  plan.project.name = kName;
  plan.folders.state = folder_;
  const operations::DaemonFacts facts{.version = "bench",
                                      .pid = getpid(),
                                      .started_at = clock_.Now(),
                                      .projects = {kName},
                                      .socket = folder_ / "shop.sock",
                                      .engine = "in memory"};
  door_ = Have(app::Door::Open({.clock = clock_,
                                .control = control_,
                                .history = past_->history(),
                                .counts = past_->counts(),
                                .store = store_,
                                .journal = folder_ / kName / "journal",
                                .logs = logs_,
                                .meter = meter_,
                                .stop = [] {},
                                .facts = facts,
                                .settings_trouble = {},
                                .readings_from = {},
                                .settings_in_force = {},
                                .talks = talks_,
                                .models = models_,
                                .workbench = workbench_},
                               plan, {.listen = "127.0.0.1:0"}));
  net::HttpClient client({.unix_socket = facts.socket});
  const auto status = Have(ParseJson(Have(client.Send({.path = "/api/v1/status"})).body));
  url_ = std::string(status.at("daemon").at("url").as_string());
}

void Shop::AwaitFirstLooks() const {
  const auto looked_at = [](const auto& view) { return view.decision.has_value(); };
  for (auto seen = control_.Latest();
       seen->services.size() < static_cast<std::size_t>(services_) || !std::ranges::all_of(seen->services, looked_at);
       seen = control_.Latest())
    std::this_thread::sleep_for(50ms);
}

void Shop::Feed() {
  auto due = std::chrono::steady_clock::now();
  std::unique_lock lock(mutex_);
  while (!ended_.wait_until(lock, due += 1s, [this] { return ending_; })) {
    auto readings = ReadingsNow();
    meter_.Take(readings);
    control_.OnReadings(std::move(readings));
  }
}

Readings Shop::ReadingsNow() const {
  const auto snapshot = control_.Latest();
  const auto now = clock_.Now();
  Readings readings;
  for (std::size_t i = 0; i < snapshot->services.size(); ++i) {
    const auto& replicas = snapshot->services[i].replicas;
    const auto running = std::ranges::count_if(replicas, [](const auto& replica) { return Runs(replica.phase); });
    for (const auto& replica : replicas)
      if (Runs(replica.phase))
        readings.replicas.push_back({.replica = replica.id,
                                     .at = now,
                                     .over = 1s,
                                     .cpu_cores = std::min(kCpus, Load(i, now) / static_cast<double>(running)),
                                     .memory_bytes = 32 << 20});
  }
  return readings;
}

/// Cores: of one to three replicas at their target. Two minutes are a day, and each service has its own noon.
double Shop::Load(std::size_t service, Instant now) const {
  const auto days = std::chrono::duration<double, std::ratio<120>>(now.time_since_epoch()).count();
  const auto noon = static_cast<double>(service) / services_;
  return 0.22 + 0.15 * std::sin(2 * std::numbers::pi * (days + noon));
}

}  // namespace docktor::bench
