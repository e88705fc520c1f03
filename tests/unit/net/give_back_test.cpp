#include "net/give_back.h"

#include <unistd.h>
#include <algorithm>
#include <memory>
#include <vector>

#include <gtest/gtest.h>

#include "support/footprint.h"

/// Where the program begins and where its code ends, by the linker: man 3 etext.
extern "C" const char __executable_start, etext;  // NOLINT(bugprone-reserved-identifier)

namespace docktor::net {
namespace {

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // whose allocators keep what is freed
TEST(GiveBack, FreedMemoryBelowWhatIsStillUsedIsTheKernelsAgain) {
  constexpr std::size_t kBlock = 4000, kBlocks = 10'000;
  std::vector<std::unique_ptr<char[]>> blocks(kBlocks);
  for (auto& block : blocks) block.reset(new char[kBlock]), std::fill_n(block.get(), kBlock, 'x');
  const auto full = test::FootprintOf(getpid()).written_kib;
  for (std::size_t i = 0; i + 1 < kBlocks; ++i) blocks[i].reset();
  GiveBackMemory();
  EXPECT_LT(test::FootprintOf(getpid()).written_kib, full - 30'000);
  EXPECT_EQ(blocks.back()[kBlock - 1], 'x');
}

TEST(GiveBack, WhatIsRunAgainComesBackFromItsFile) {
  const auto held = [] { return test::Sum("/proc/self/smaps_rollup", "Rss:"); };
  const auto read_all = [] {
    long sum = 0;
    for (const auto* at = &__executable_start; at < &etext; at += 4096) sum += *at;
    return sum;
  };
  const auto sum = read_all();
  const auto before = held();
  GiveBackMemory();
  EXPECT_LT(held(), before - (&etext - &__executable_start) / 1024 / 2);
  EXPECT_EQ(read_all(), sum);
}
#endif

}  // namespace
}  // namespace docktor::net
