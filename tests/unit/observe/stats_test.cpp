#include "observe/streams/stats.h"

#include <limits>

#include <gtest/gtest.h>

#include "observe/measure.h"
#include "observe/reading_path.h"

namespace docktor::observe {
namespace {

using SteadyTime = std::chrono::steady_clock::time_point;

json::object Parsed(std::string_view text) { return ParseJson(text).value().as_object(); }

// As engine 20.10 sends it on a host with cgroup v1, cut down to what is read.
constexpr std::string_view kV1 = R"({
  "read": "2026-11-25T04:06:48.488761707Z", "preread": "2026-11-25T04:06:47.477044149Z",
  "pids_stats": {"current": 3},
  "blkio_stats": {"io_service_bytes_recursive": [
    {"major": 8, "minor": 0, "op": "Read", "value": 4096}, {"major": 8, "minor": 0, "op": "Write", "value": 512},
    {"major": 8, "minor": 0, "op": "Sync", "value": 7}, {"major": 8, "minor": 16, "op": "Read", "value": 1}]},
  "cpu_stats": {"cpu_usage": {"total_usage": 70079660}, "system_cpu_usage": 39800930000000, "online_cpus": 2,
                "throttling_data": {"periods": 15, "throttled_periods": 4, "throttled_time": 9}},
  "memory_stats": {"usage": 700416, "stats": {"inactive_file": 1, "total_inactive_file": 4096}},
  "networks": {"eth0": {"rx_bytes": 736, "tx_bytes": 5}, "eth1": {"rx_bytes": 4, "tx_bytes": 1}}})";
// And with v2.
constexpr std::string_view kV2 = R"({
  "read": "2026-11-25T04:06:48.488761707Z", "pids_stats": {"current": 3, "limit": 18446744073709551615},
  "blkio_stats": {"io_service_bytes_recursive": [{"op": "read", "value": 4097}, {"op": "write", "value": 512}]},
  "cpu_stats": {"cpu_usage": {"total_usage": 70079660}, "system_cpu_usage": 39800930000000, "online_cpus": 2,
                "throttling_data": {"periods": 15, "throttled_periods": 4, "throttled_time": 9}},
  "memory_stats": {"usage": 700416, "stats": {"inactive_file": 4096}},
  "networks": {"eth0": {"rx_bytes": 740, "tx_bytes": 6}}})";

TEST(ParseStats, ReadsTheSameOfV1AndV2) {
  for (const auto text : {kV1, kV2}) {
    const auto engine = ParseStats(Parsed(text), SteadyTime(7s)).value();
    EXPECT_EQ(engine.sample.counters, (Counters{70'079'660, 15, 4, 696'320}));
    EXPECT_EQ(engine.sample.io, (IoCounters{740, 6, 4'097, 512, 3, std::nullopt}));
    EXPECT_EQ(engine.sample.at.time_since_epoch(), ParseInstant("2026-11-25T04:06:48.488Z")->time_since_epoch());
    EXPECT_EQ(engine.host_ns, 39'800'930'000'000);
    EXPECT_EQ(engine.cores, 2);
    EXPECT_EQ(engine.arrived, SteadyTime(7s));
  }
}

TEST(ParseStats, WhatIsNotToldIsMissing) {
  const auto engine =
      ParseStats(Parsed(R"({"read":"2026-11-25T04:06:48Z","blkio_stats":{"io_service_bytes_recursive":null},
    "cpu_stats":{"cpu_usage":{"total_usage":1},"system_cpu_usage":5}})"),
                 {})
          .value();
  EXPECT_EQ(engine.sample.counters, (Counters{.cpu_ns = 1}));
  EXPECT_EQ(engine.sample.io, (IoCounters{.read_bytes = 0, .written_bytes = 0}))
      << "v2 says null where nothing was read";
}

TEST(ParseStats, OddNumbersAreHeldWithinWhatCanBeCounted) {
  const auto engine =
      ParseStats(Parsed(R"({"read":"2026-11-25T04:06:48Z","networks":{"a":{"rx_bytes":9223372036854775807},
    "b":{"rx_bytes":9223372036854775807,"tx_bytes":-5}},"cpu_stats":{"cpu_usage":{"total_usage":-7},"system_cpu_usage":5}})"),
                 {})
          .value();
  EXPECT_EQ(engine.sample.counters.cpu_ns, 0);
  EXPECT_EQ(engine.sample.io->rx_bytes, std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(engine.sample.io->tx_bytes, 0);
}

TEST(ParseStats, OneThatDoesNotRunIsNone) {
  for (const auto* text :
       {"{}", R"({"read":"0001-01-01T00:00:00Z","cpu_stats":{"cpu_usage":{"total_usage":0},"system_cpu_usage":0}})",
        R"({"read":"2026-11-25T04:06:48Z","cpu_stats":{"cpu_usage":{"total_usage":0}}})",
        R"({"read":"2626-11-25T04:06:48Z","cpu_stats":{"cpu_usage":{"total_usage":0},"system_cpu_usage":5}})",
        R"({"read":"2026-11-25T04:06:48Z","cpu_stats":7})", R"({"read":7})"})
    EXPECT_FALSE(ParseStats(Parsed(text), {})) << text;
}

struct ClockCase {
  const char* name;
  std::chrono::milliseconds by_clock, by_cores, arrived;
  bool held;
};
class ClockTest : public testing::TestWithParam<ClockCase> {};
TEST_P(ClockTest, IsHeldAgainstTwoOthers) {
  const auto at = [](std::chrono::milliseconds clock, std::chrono::milliseconds cores,
                     std::chrono::milliseconds arrived) {
    return EngineSample{.sample = {.at = SteadyTime(clock)},
                        .host_ns = 2 * std::chrono::nanoseconds(cores).count(),
                        .cores = 2,
                        .arrived = SteadyTime(arrived)};
  };
  EXPECT_EQ(ClockHeld(at(1000s, 1000s, 1000s),
                      at(1000s + GetParam().by_clock, 1000s + GetParam().by_cores, 1000s + GetParam().arrived)),
            GetParam().held);
}
INSTANTIATE_TEST_SUITE_P(Stats, ClockTest,
                         testing::Values(ClockCase{"all_agree", 1000ms, 1000ms, 1000ms, true},
                                         ClockCase{"came_late_and_all_at_once", 1000ms, 1000ms, 1ms, true},
                                         ClockCase{"came_after_a_stall", 1000ms, 1000ms, 9s, true},
                                         ClockCase{"cores_are_counted_badly", 1000ms, 300ms, 1000ms, true},
                                         ClockCase{"clock_was_put_on", 1h, 1000ms, 1000ms, false},
                                         ClockCase{"clock_was_put_back", -1h, 1000ms, 1000ms, false},
                                         ClockCase{"clock_was_put_back_a_little", 400ms, 1000ms, 1000ms, false}),
                         [](const auto& row) { return std::string(row.param.name); });

// ---- Measure: no spikes, whatever happens between two samples

Sample SampleAt(std::chrono::nanoseconds time, std::int64_t cpu_ns, std::int64_t received) {
  return {SteadyTime(time), {.cpu_ns = cpu_ns}, IoCounters{.rx_bytes = received}};
}

struct Told {
  std::chrono::nanoseconds at;
  std::int64_t cpu_ns, received;
  std::optional<double> cores, rx;
};
struct Story {
  const char* name;
  std::vector<Told> samples;
};
class MeasureTest : public testing::TestWithParam<Story> {};
TEST_P(MeasureTest, MakesNoSpikes) {
  Measure measure;
  for (const auto& told : GetParam().samples) {
    const auto reading = measure.Take({"c1"}, SampleAt(told.at, told.cpu_ns, told.received), Instant{});
    EXPECT_EQ(reading ? std::optional(reading->cpu_cores) : std::nullopt, told.cores) << told.at.count();
    EXPECT_EQ(reading ? reading->network_rx_bytes : std::nullopt, told.rx) << told.at.count();
  }
}
constexpr std::int64_t kSecond = 1'000'000'000;
INSTANTIATE_TEST_SUITE_P(
    Stories, MeasureTest,
    testing::Values(
        Story{"steady", {{1s, 0, 0, {}, {}}, {2s, kSecond, 10, 1.0, 10.0}, {4s, kSecond, 10, 0.0, 0.0}}},
        Story{"restarted", {{1s, 90 * kSecond, 900, {}, {}}, {2s, 0, 5, {}, {}}, {3s, kSecond / 2, 6, 0.5, 1.0}}},
        Story{"paused", {{1s, 5, 5, {}, {}}, {2s, 5, 5, 0.0, 0.0}, {3s, 5 + kSecond, 6, 1.0, 1.0}}},
        Story{"not_read_for_a_while",
              {{1s, 0, 0, {}, {}}, {60s, 99 * kSecond, 999, {}, {}}, {61s, 99 * kSecond, 1000, 0.0, 1.0}}},
        Story{"not_read_for_a_moment", {{1s, 0, 0, {}, {}}, {8s, kSecond, 70, {}, {}}, {9s, kSecond, 80, 0.0, 10.0}}},
        Story{"twice_at_once", {{1s, 0, 0, {}, {}}, {1s, kSecond, 10, {}, {}}, {2s, kSecond, 10, 0.0, 0.0}}}),
    [](const auto& row) { return std::string(row.param.name); });

// ---- PathChoice

/// The process of a replica in its nth run.
Watched InRun(int n) { return {{{"c1"}, 100 + n}}; }

TEST(PathChoice, TakesTheFilesOnceOneReplicaCouldBeRead) {
  PathChoice choice;
  const Watched both{{{"c1"}, 41}, {{"c2"}, 42}};
  EXPECT_EQ(choice.After(0, {}), ReadingPath::kUndecided);
  EXPECT_EQ(choice.After(2, both), ReadingPath::kUndecided);
  EXPECT_EQ(choice.After(2, {{{"c1"}, 41}}), ReadingPath::kFiles);
  for (int i = 0; i < 10; ++i) EXPECT_EQ(choice.After(2, both), ReadingPath::kFiles) << "for good";
}

TEST(PathChoice, TakesTheStreamsOnceNoneCouldBeReadForAWhile) {
  PathChoice choice;
  for (int i = 1; i < PathChoice::kPatience; ++i) EXPECT_EQ(choice.After(1, InRun(1)), ReadingPath::kUndecided);
  EXPECT_EQ(choice.After(0, {}), ReadingPath::kUndecided) << "a sweep without replicas tells nothing";
  EXPECT_EQ(choice.After(1, InRun(1)), ReadingPath::kStreams);
}

TEST(PathChoice, ReplicasThatEndAgainAndAgainDecideNothing) {
  PathChoice choice;
  for (int i = 0; i < 50; ++i) EXPECT_EQ(choice.After(1, InRun(i / 2)), ReadingPath::kUndecided) << i;
  EXPECT_EQ(choice.After(1, {}), ReadingPath::kFiles);
}

TEST(PathChoice, TriesTheFilesAgainNowAndThenWhileItFollowsStreams) {
  PathChoice choice;
  for (int i = 0; i < PathChoice::kPatience; ++i) {
    EXPECT_TRUE(choice.WantsFiles());
    choice.After(1, InRun(1));
  }
  for (int round = 0; round < 2; ++round) {
    for (int i = 1; i < PathChoice::kTryAgain; ++i) EXPECT_FALSE(choice.WantsFiles());
    EXPECT_TRUE(choice.WantsFiles());
    EXPECT_EQ(choice.After(1, InRun(1)), ReadingPath::kStreams);
  }
  EXPECT_EQ(choice.After(1, {}), ReadingPath::kFiles);
  EXPECT_TRUE(choice.WantsFiles());
}

}  // namespace
}  // namespace docktor::observe
