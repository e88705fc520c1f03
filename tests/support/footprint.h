#pragma once

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <ostream>
#include <string>
#include <thread>

#include <gtest/gtest.h>

namespace docktor::test {

/// What a process holds.
struct Footprint {
  long own_kib = 0;      ///< pages that no other process shares
  long written_kib = 0;  ///< those that it has written to, be they swapped out: of the others the file has a copy
  long descriptors = 0;
  long threads = 0;
};
inline std::ostream& operator<<(std::ostream& os, const Footprint& f) {
  return os << f.own_kib / 1024 << " MiB of own pages (" << f.written_kib << " KiB written), " << f.descriptors
            << " descriptors, " << f.threads << " threads";
}

/// The number after `key` in a file of /proc, summed over all lines that have it.
inline long Sum(const std::filesystem::path& file, const std::string& key) {
  std::ifstream text(file);
  long sum = 0;
  for (std::string word; text >> word;)
    if (long number = 0; word == key && text >> number) sum += number;
  return sum;
}

inline Footprint FootprintOf(long pid) {
  const auto proc = std::filesystem::path("/proc") / std::to_string(pid);
  const auto count = [](const std::filesystem::path& folder) {
    return static_cast<long>(std::distance(std::filesystem::directory_iterator(folder), {}));
  };
  const auto rollup = proc / "smaps_rollup";
  const auto written = Sum(rollup, "Private_Dirty:");
  return {.own_kib = Sum(rollup, "Private_Clean:") + written,
          .written_kib = written + Sum(rollup, "Swap:"),
          .descriptors = count(proc / "fd"),
          .threads = count(proc / "task")};
}

/// Of each the less.
inline Footprint Least(const Footprint& a, const Footprint& b) {
  return {.own_kib = std::min(a.own_kib, b.own_kib),
          .written_kib = std::min(a.written_kib, b.written_kib),
          .descriptors = std::min(a.descriptors, b.descriptors),
          .threads = std::min(a.threads, b.threads)};
}

/// The least that a process at rest holds within twenty seconds: now and then somebody asks it something.
inline Footprint HeldAtRest(long pid) {
  auto least = FootprintOf(pid);
  for (int seconds = 0; seconds < 20; ++seconds) {
    std::this_thread::sleep_for(std::chrono::seconds(1));
    least = Least(least, FootprintOf(pid));
  }
  return least;
}

/// Of a daemon at rest, twice. One descriptor may be there for something that is done now and then.
inline void ExpectFlat(const Footprint& first, const Footprint& later, long most_kib) {
  EXPECT_LE(later.written_kib, first.written_kib + most_kib) << first << "; later " << later;
  EXPECT_LE(later.descriptors, first.descriptors + 1) << first << "; later " << later;
  EXPECT_LE(later.threads, first.threads) << first << "; later " << later;
}

}  // namespace docktor::test
