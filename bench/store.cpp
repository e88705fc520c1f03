/// The store that is built from the journal. Baselines of the same run: reading the journal alone, and what DuckDB does
/// by itself.
#include <atomic>
#include <filesystem>
#include <fstream>

#include <sys/resource.h>
#include <unistd.h>

#include "bench/measure.h"
#include "core/json.h"
#include "remember/journal/line.h"
#include "remember/journal/replay.h"
#include "remember/store/decision_table.h"
#include "remember/store/schema.h"
#include "remember/store/store_upkeep.h"

namespace fs = std::filesystem;

namespace docktor::bench {
namespace {

constexpr int kRecords = 100'000, kAtOnce = 10'000, kServices = 100, kSignals = 3;
constexpr Instant kStart{1'700'000'000s};

struct StillClock final : Clock {
  Instant Now() const override { return kStart + 24h; }
};

Decision SomeDecision(std::uint64_t id) {
  Decision decision{.id = {id}, .service = {"shop", "web"}, .at = kStart + 1s * static_cast<int>(id)};
  decision.inputs.signals = {{.name = "cpu.utilization", .count = 3, .mean = 0.5, .p95 = 0.6, .age = 300ms}};
  decision.verdict.constraints = {{.reason = Reason::kTooManyReplicas, .rank = Rank::kBounds, .ceiling = 10}};
  return decision;
}

/// In twenty an action, as on a busy day.
RecordBody SomeRecord(std::uint64_t sequence) {
  auto decision = SomeDecision(sequence);
  if (sequence % 20 != 0) return HoldRun{decision, decision.at + 1min, 12};
  decision.action = Action{.decision = decision.id, .service = decision.service, .from = 2, .to = 4, .add = 2};
  return Intent{decision};
}

void WriteJournal(const fs::path& folder) {
  fs::create_directories(folder);
  std::ofstream file(folder / "journal-000001.jsonl");
  std::string prev = remember::kNoPrevious;
  for (std::uint64_t i = 1; i <= kRecords; ++i) {
    const auto line = remember::WriteLine({i, kStart, SomeRecord(i)}, prev);
    prev = remember::HashOf(line);
    file << line << "\n";
  }
}

remember::StoreUpkeep Upkeep(const fs::path& folder, const Clock& clock) {
  std::vector<remember::Sample> samples;
  for (int i = 0; i < kServices; ++i) {
    remember::Sample sample{{"shop", "service" + std::to_string(i)}, kStart, 3, 3, {}};
    for (int s = 0; s < kSignals; ++s) sample.signals.push_back({.name = "signal." + std::to_string(s), .mean = 0.5});
    samples.push_back(std::move(sample));
  }
  return remember::StoreUpkeep({.journal = folder / "journal",
                                .file = folder / "store.duckdb",
                                .clock = clock,
                                .look = [samples] { return samples; },
                                .warn = [](const std::string& text) { fmt::print(stderr, "{}\n", text); }});
}

double BareAppends(const fs::path& file) {
  std::vector<remember::StoredDecision> rows;
  for (int i = 0; i < kAtOnce; ++i) rows.push_back(remember::Stored({.decision = SomeDecision(7), .last = kStart}));
  auto database = *remember::Database::Open(file);
  (void)remember::Migrate(*database, remember::SchemaSteps());
  return Median(3, [&] {
    const auto table = *database->AppendTo("decisions");
    for (const auto& row : rows) remember::AppendDecision(*table, row, 1);
    (void)table->Finish();
  });
}

double StoreAppends(const fs::path& file) {
  std::vector<Record> records;
  for (std::uint64_t i = 1; i <= kAtOnce; ++i) records.push_back({i, kStart, SomeRecord(i)});
  auto store = *remember::Store::Open(file);
  return Median(3, [&] {
    for (auto& record : records) record.body = SomeRecord(record.sequence += kAtOnce);
    (void)store.Add(records, {});
  });
}

double BareSelect(const fs::path& file) {
  auto database = *remember::Database::Open(file);
  const auto sql = fmt::format("SELECT {} FROM decisions WHERE id > {} ORDER BY id LIMIT 1000",
                               remember::DecisionColumns(), kRecords / 2);
  return Median(9, [&] { (void)database->Query(sql); });
}

double BareSamples(const fs::path& file) {
  auto database = *remember::Database::Open(file);
  return Median(9, [&] {
    const auto table = *database->AppendTo("samples");
    for (int row = 0; row < 6 * kServices * kSignals; ++row) {
      table->Add(kStart).Add(std::int64_t{10}).Add("shop").Add("service").Add("signal");
      table->Add(0.5).AddNull().Add(3.0).Add(3.0).EndRow();
    }
    (void)table->Finish();
  });
}

/// From nothing.
double Build(const fs::path& folder, const Clock& clock) {
  const std::atomic<bool> ending{false};
  return Median(1, [&] {
    for (const auto* name : {"store.duckdb", "store.duckdb.wal"}) fs::remove(folder / name);
    (void)Upkeep(folder, clock).Write(ending);
  });
}

double FindPage(const fs::path& folder, const Clock& clock) {
  auto upkeep = Upkeep(folder, clock);
  return Median(9, [&] { (void)upkeep.Find({.after = DecisionId{kRecords / 2}}); });
}

double SixLooks(const fs::path& folder, const Clock& clock) {
  const std::atomic<bool> ending{false};
  auto upkeep = Upkeep(folder, clock);
  return Median(9, [&] {
    for (int i = 0; i < 6; ++i) upkeep.Look();
    (void)upkeep.Write(ending);
  });
}

long PeakMegabytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024;
}

}  // namespace
}  // namespace docktor::bench

int main() {
  using namespace docktor;
  using namespace docktor::bench;
  std::string name = (fs::temp_directory_path() / "docktor-bench-XXXXXX").string();
  const fs::path folder = mkdtemp(name.data());
  const auto bare = folder / "bare.duckdb", store = folder / "store.duckdb";
  const StillClock clock;

  fmt::print("{} records added; baseline: DuckDB's appender with rows that are ready\n", kAtOnce);
  Row("add to the store", StoreAppends(folder / "added.duckdb"), BareAppends(bare));

  WriteJournal(folder / "journal");
  fmt::print("a journal of {} records; baseline: reading it whole\n", kRecords);
  const auto read = [&] {
    (void)remember::Replay(
        folder / "journal", [](const Record&) {}, [](const auto&) { return true; });
  };
  Row("build the store from it", Build(folder, clock), Median(1, read));

  fmt::print("a page of 1000 decisions for an export; baseline: the SELECT alone\n");
  Row("find and decode", FindPage(folder, clock), BareSelect(store));

  fmt::print("a minute's samples of {} services; baseline: DuckDB's appender\n", kServices);
  Row("look six times and write", SixLooks(folder, clock), BareSamples(bare));
  fmt::print("  the file has {} MB, the process had {} MB at most\n", fs::file_size(store) >> 20, PeakMegabytes());
  fs::remove_all(folder);
}
