#pragma once

#include <cstddef>
#include <filesystem>

#include "remember/history.h"
#include "remember/journal/replay.h"
#include "remember/journal/start_reading.h"

namespace docktor::remember {

/// What a start reads for the pilots.
inline Result<Replayed> RecentPast(const std::filesystem::path& folder, RecentSince since,
                                   const Disk& disk = RealDisk()) {
  Replayed past;
  auto unreadable = ReadForStart(
      folder, {.since = since, .on_past = [&](const Record& record) { past.records.push_back(record); }}, disk);
  if (!unreadable) return tl::unexpected(unreadable.error());
  past.unreadable = *std::move(unreadable);
  return past;
}

/// As a start fills a history that is to hold so many decisions.
inline bool Fill(History& history, const std::filesystem::path& folder, std::size_t decisions, const Disk& disk) {
  return ReadForStart(folder,
                      {.since = Instant::max(),
                       .on_past = [](const Record&) {},
                       .decisions = decisions,
                       .on_decision = [&](const Record& record) { history.Add(record); }},
                      disk)
      .has_value();
}

}  // namespace docktor::remember
