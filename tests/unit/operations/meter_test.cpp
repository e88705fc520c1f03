#include "operations/world/meter.h"

#include <gmock/gmock.h>

namespace docktor::operations {
namespace {

constexpr Instant kStart{1h};

Readings At(Duration after, double cores, std::int64_t bytes) {
  return {.replicas = {{.replica = {"a"}, .at = kStart + after, .cpu_cores = cores, .memory_bytes = bytes}}};
}

TEST(Meter, TellsTheMeanSinceThen) {
  Meter meter;
  meter.Take(At(1s, 4.0, 900));
  meter.Take(At(2s, 0.5, 100));
  meter.Take(At(3s, 1.5, 300));
  const auto usage = meter.Since({"a"}, kStart + 1s);
  ASSERT_TRUE(usage);
  EXPECT_DOUBLE_EQ(usage->cpu_cores, 1.0);
  EXPECT_EQ(usage->memory_bytes, 200);
  EXPECT_EQ(usage->readings, 2);
}

TEST(Meter, WhatWasNotReadIsMissing) {
  Meter meter;
  EXPECT_FALSE(meter.Since({"a"}, kStart));
  meter.Take(At(1s, 1, 1));
  EXPECT_FALSE(meter.Since({"a"}, kStart + 1s));
  EXPECT_FALSE(meter.Since({"b"}, kStart));
}

TEST(Meter, ForgetsWhatIsOld) {
  Meter meter;
  meter.Take(At(0s, 1, 1));
  meter.Take(At(Meter::kKept + 1s, 3, 3));
  EXPECT_EQ(meter.Since({"a"}, kStart - 1s)->readings, 1);
}

}  // namespace
}  // namespace docktor::operations
