#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/clock.h"
#include "core/json.h"
#include "core/record.h"
#include "remember/journal/file_journal.h"
#include "remember/journal/replay.h"

namespace docktor::remember {

inline constexpr Instant kStart{1'764'000'000'000ms};

class HandClock final : public Clock {
 public:
  Instant Now() const override { return now; }
  Instant now = kStart;
};

/// A folder of its own for each test, gone after it.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    auto pattern = (std::filesystem::temp_directory_path() / "docktor-remember-XXXXXX").string();
    path = ::mkdtemp(pattern.data());
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  std::filesystem::path path;
};

inline Decision HoldOf(std::uint64_t id, const std::string& service = "web") {
  Decision d{.id = {id}, .service = {"shop", service}, .at = kStart + 5s * static_cast<int>(id)};
  d.inputs.signals.push_back({.name = "cpu.utilization", .count = 2, .mean = 0.91, .p95 = 0.99, .age = 300ms});
  d.recommendation = {.count = 4, .reason = Reason::kAboveTarget, .evidence = {.figures = {{"mean", 0.91}}}};
  d.verdict = {.count = 4, .constraints = {{.reason = Reason::kTooManyReplicas, .rank = Rank::kBounds, .ceiling = 4}}};
  return d;
}

inline Decision ActionOf(std::uint64_t id, const std::string& service = "web") {
  auto d = HoldOf(id, service);
  d.action = Action{.decision = d.id, .service = d.service, .from = 2, .to = 4, .add = 2, .source = {"abc"}};
  return d;
}

/// A small record that carries `text`.
inline RecordBody Noted(const std::string& text) { return DaemonStarted{"0.1.0", text}; }

inline std::vector<std::string> Notes(const std::vector<Record>& records) {
  std::vector<std::string> notes;
  for (const auto& record : records)
    if (const auto* started = std::get_if<DaemonStarted>(&record.body)) notes.push_back(started->project);
  return notes;
}

inline std::vector<std::string> NotesIn(const std::filesystem::path& folder, const Disk& disk = RealDisk()) {
  const auto replayed = Replay(folder, disk);
  EXPECT_TRUE(replayed) << replayed.error().message;
  return replayed ? Notes(replayed->records) : std::vector<std::string>{};
}

inline std::unique_ptr<FileJournal> OpenJournal(const std::filesystem::path& folder, const Clock& clock,
                                                Disk& disk = RealDisk(), FileJournal::Settings settings = {}) {
  auto journal = FileJournal::Open(folder, clock, settings, disk);
  EXPECT_TRUE(journal) << journal.error().message;
  return journal ? *std::move(journal) : nullptr;
}

}  // namespace docktor::remember
