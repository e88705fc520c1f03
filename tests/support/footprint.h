#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <ostream>
#include <string>

#include <gtest/gtest.h>

namespace docktor::test {

/// What a process holds.
struct Footprint {
  long own_kib = 0;  ///< pages that no other process shares
  long descriptors = 0;
  long threads = 0;
};
inline std::ostream& operator<<(std::ostream& os, const Footprint& f) {
  return os << f.own_kib / 1024 << " MiB of own pages, " << f.descriptors << " descriptors, " << f.threads
            << " threads";
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
  return {.own_kib = Sum(rollup, "Private_Clean:") + Sum(rollup, "Private_Dirty:"),
          .descriptors = count(proc / "fd"),
          .threads = count(proc / "task")};
}

/// Of each the less.
inline Footprint Least(const Footprint& a, const Footprint& b) {
  return {std::min(a.own_kib, b.own_kib), std::min(a.descriptors, b.descriptors), std::min(a.threads, b.threads)};
}

/// Of a daemon with much to do.
inline void ExpectNoGrowth(const Footprint& early, const Footprint& late) {
  EXPECT_LE(late.own_kib, early.own_kib + 8 * 1024);
  EXPECT_LE(late.descriptors, early.descriptors + 8);
  EXPECT_LE(late.threads, early.threads + 4);
}

}  // namespace docktor::test
