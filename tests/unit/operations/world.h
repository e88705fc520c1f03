#pragma once

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "operations/list.h"
#include "operations/world/context.h"
#include "operations/world/fake_pilots.h"
#include "remember/journal/file_journal.h"

namespace docktor::operations {

inline constexpr Instant kNow{Duration{1'764'023'467'000}};
const ServiceKey kWeb{"shop", "web"}, kApi{"shop", "api"}, kDb{"shop", "db"};

struct StillClock final : Clock {
  Instant Now() const override { return now; }
  Instant now = kNow;
};

inline Decision HoldOf(std::uint64_t id, const ServiceKey& service = kWeb) {
  Decision d{.id = {id}, .service = service, .at = kNow - 1min};
  d.inputs = {.running = 2, .ready = 2, .target = 0.6};
  d.verdict.count = 2;
  return d;
}

inline Decision ActionOf(std::uint64_t id, const ServiceKey& service = kWeb) {
  auto d = HoldOf(id, service);
  d.verdict.count = 4;
  d.action = Action{.decision = d.id, .service = service, .from = 2, .to = 4, .add = 2};
  return d;
}

/// web is scaled, api is watched only, db cannot be scaled.
inline pilot::Snapshot Shop() {
  const Replica ready{.id = {"abc"}, .name = "shop-web-1", .number = 1, .phase = Phase::kReady};
  pilot::ServiceView web{.key = kWeb,
                         .spec = {.key = kWeb, .enabled = true, .min = 2, .max = 10, .strategy = Strategy::kTarget},
                         .image = "shop/web"};
  web.replicas = {ready, ready};
  web.inputs = HoldOf(7).inputs;
  web.inputs.signals.push_back({.name = "cpu.utilization", .count = 2, .mean = 0.41});
  web.decision = HoldOf(7);
  web.equal_looks = 5;
  web.next_look = kNow + 3s;
  const pilot::ServiceView api{.key = kApi, .spec = {.key = kApi}, .replicas = {ready}};
  const pilot::ServiceView db{.key = kDb,
                              .spec = {.key = kDb},
                              .replicas = {ready},
                              .obstacles = {{Reason::kStatefulService, "postgres with volume data"}}};
  return {.at = kNow, .services = {api, db, web}};
}

/// A folder that is gone afterwards.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "docktor-test-XXXXXX").string();
    path = mkdtemp(name.data());
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
  std::filesystem::path path;
};

/// A daemon's inside with fake pilots and a real journal and history.
struct World {
  TemporaryFolder folder;
  StillClock clock;
  FakePilots pilots;
  HandTicker ticker;
  LogBook logs;
  Meter meter;
  std::atomic<int> stops{0};
  std::filesystem::path journal_folder = folder.path / "journal";
  std::unique_ptr<remember::FileJournal> journal = *remember::FileJournal::Open(journal_folder, clock);
  remember::History history{journal_folder};
  Workbench workbench;
  remember::Counts counts;
  remember::StoreKeeper store{{.journal = journal_folder,
                               .file = folder.path / "store.duckdb",
                               .clock = clock,
                               .look = [] { return std::vector<remember::Sample>{}; },
                               .warn = [](const std::string& text) { ADD_FAILURE() << text; }}};
  Context context{clock,
                  pilots,
                  history,
                  counts,
                  store,
                  journal_folder,
                  logs,
                  meter,
                  ticker,
                  workbench,
                  [this] { ++stops; },
                  {.version = "1.2.3",
                   .pid = 4711,
                   .started_at = kNow - 3min,
                   .projects = {"shop"},
                   .engine = "Docker 20.10.24",
                   .dry_run = false}};

  World() {
    pilots.Show(Shop());
    journal->Subscribe([this](const Record& record) {
      history.Add(record);
      counts.Add(record);
    });
  }
};

}  // namespace docktor::operations
