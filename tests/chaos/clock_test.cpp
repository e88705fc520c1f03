/// A clock that is set back and forth under the daemon, which is killed or stopped meanwhile, and one that is not the
/// engine's: no look is late, nothing is taken for what it is not. Wants libfaketime.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/http_client.h"
#include "support/demo_services.h"
#include "support/on_record.h"

namespace docktor {
namespace {

using std::chrono::steady_clock;
using test::Within;

class ClockTest : public testing::Test {
 protected:
  ClockTest() {
    Set(0s);
    project_.compose.Compose("up -d");
  }
  /// By how much the daemon's date is off from now on. Its CLOCK_BOOTTIME stays as it is.
  void Set(std::chrono::seconds offset) {
    offset_ = offset;
    project_.compose.Write("offset", fmt::format("{:+}\n", offset.count()));
  }
  void Start() {
    const auto library = test::Lines(test::Shell("ls /usr/lib/*/faketime/libfaketime.so.1")).front();
    project_.Start("", "LD_PRELOAD=" + library + " DONT_FAKE_MONOTONIC=1 FAKETIME_NO_CACHE=1 FAKETIME_TIMESTAMP_FILE=" +
                           (project_.compose.folder() / "offset").string());
  }
  /// As when the machine is restarted, for whoever tells its boots apart.
  void StopAndReboot() {
    project_.docktor.Run("daemon stop");
    const auto file = project_.docktor.state() / project_.name() / "clock.json";
    auto kept = ParseJson(test::ContentOf(file));
    ASSERT_TRUE(kept) << kept.error().message;
    kept->at("mark").at("boot") = "the boot before";
    std::ofstream(file) << WriteJson(*kept);
  }
  Instant Date() const { return std::chrono::floor<Duration>(std::chrono::system_clock::now()) + offset_; }
  /// When the daemon last looked, as Prometheus is told: by the date that it sees.
  std::optional<Instant> LastLook() {
    net::HttpClient door({.unix_socket = project_.docktor.socket()});
    const auto page = door.Send({.path = "/metrics"});
    if (!page) return std::nullopt;
    for (const auto& line : test::Lines(page->body))
      if (line.starts_with("docktor_evaluation_last_timestamp_seconds{"))
        return Instant{FromSeconds(std::stod(line.substr(line.rfind(' '))))};
    return std::nullopt;
  }
  void ExpectSeesDate() {
    EXPECT_TRUE(Within(5s, [this] { return std::chrono::abs(LastLook().value_or(Instant{}) - Date()) < 5s; }))
        << "the daemon does not see the date that was set";
  }
  void OrderThree() {
    EXPECT_EQ(project_.docktor.Run("scale web 3 --for 10m").exit_code, 0);
    ordered_ = steady_clock::now();
    EXPECT_TRUE(Within(15s, [&] { return project_.Runs("web", 3) && !project_.Status("web").acting; }));
    until_ = project_.Status("web").mode_until;
  }
  /// As much of its ten minutes is left as there should be: the daemon's clock follows the date by a tenth at most.
  /// Its ten minutes are ten minutes; begun anew, as they may be by a start at a date that was set back: `anew`.
  void ExpectOrderHolds(bool anew = false) {
    const auto status = project_.Status();
    const auto& web = status.services.at(0);
    EXPECT_EQ(web.mode, operations::Mode::kOverride);
    ASSERT_TRUE(web.mode_until);
    const auto passed = std::chrono::floor<Duration>(steady_clock::now() - ordered_);
    const auto left = *web.mode_until - status.at;
    EXPECT_GE(left, 10min - passed - (passed / 10 + 3s));
    EXPECT_LE(left, anew ? 10min : 10min - passed + passed / 10 + 3s);
  }
  /// While it was not restarted its clock has not leapt.
  void ExpectSameEnd() { EXPECT_EQ(project_.Status().services.at(0).mode_until, until_); }
  void ExpectScaling() {
    for (const int count : {3, 1}) {
      EXPECT_EQ(project_.docktor.Run("scale web " + std::to_string(count) + " --for 10m").exit_code, 0);
      EXPECT_TRUE(Within(15s, [&] {
        const auto web = project_.Status("web");
        return project_.Runs("web", count) && !web.acting && web.ready == count;
      })) << project_.docktor.Run("why web").out;
    }
    EXPECT_TRUE(test::Stays(3s, [&] { return project_.Runs("web", 1); }));
  }
  bool Looks() {
    const auto before = project_.Status("web").equal_looks;
    return Within(5s, [&] { return project_.Status("web").equal_looks > before; });
  }

  test::WatchedProject project_{
      test::Services(test::Web("web",
                               "cpus: 0.5\n    healthcheck: { test: [CMD, /box, healthcheck], interval: 1s }\n    "
                               "x-docktor: { min: 1, max: 6, interval: 1s }"))};

 private:
  std::chrono::seconds offset_{0};
  steady_clock::time_point ordered_;  // what OrderThree has ordered
  std::optional<Instant> until_;
};

TEST_F(ClockTest, StepsUnderTheDaemonMakeNothingLateAndNothingHasty) {
  Start();
  OrderThree();
  for (const std::chrono::seconds offset : {1h, -1h, 24h, -24h, 0h}) {
    SCOPED_TRACE(ToText(offset));
    Set(offset);
    ExpectSeesDate();
    EXPECT_TRUE(Looks());
    EXPECT_TRUE(test::Stays(4s, [&] { return project_.Runs("web", 3); })) << "ten minutes have not passed";
    ExpectOrderHolds();
    ExpectSameEnd();
    EXPECT_TRUE(project_.Status("web").cpu.has_value()) << "readings are fresh";
  }
  EXPECT_EQ(project_.docktor.Run("resume web").exit_code, 0);
  EXPECT_TRUE(test::Stays(10s, [&] { return project_.Runs("web", 3); })) << "five minutes have not passed either";
  ExpectScaling();
  test::ExpectEndsOnRecord(project_);
  EXPECT_TRUE(project_.ChainHolds());
}

TEST_F(ClockTest, WhatADaemonThatIsKilledWasOrderedLastsAsLongWhateverDateTheNextOnesFind) {
  Start();
  OrderThree();
  for (const std::chrono::seconds offset : {1h, -1h}) {
    SCOPED_TRACE(ToText(offset));
    Set(offset);
    ExpectSeesDate();
    for (int start = 0; start < 2; ++start) {
      project_.Kill();
      Start();
      ExpectSeesDate();
      ExpectOrderHolds(offset < 0s);
    }
    project_.Kill();
    Set(0s);  // while none runs
    Start();
    ExpectSeesDate();
    ExpectOrderHolds(offset < 0s);
  }
  EXPECT_TRUE(test::Stays(3s, [&] { return project_.Runs("web", 3); })) << "ten minutes have not passed";
  EXPECT_TRUE(project_.ChainHolds());
}

TEST_F(ClockTest, ADateSetBackBeforeTheMachineStartsAnewFreezesNothingAndMakesNothingLonger) {
  Start();
  OrderThree();
  StopAndReboot();
  Set(-1h);
  Start();
  ExpectSeesDate();
  const auto status = project_.Status();
  EXPECT_LT(std::chrono::abs(status.at - Date()), 10s) << "a clock begins with the date";
  ASSERT_TRUE(status.services.at(0).mode_until);
  EXPECT_LE(*status.services.at(0).mode_until, status.at + 10min);
  EXPECT_GE(*status.services.at(0).mode_until, status.at + 9min);
  for (const auto& limit : project_.Why("web").item.decision.verdict.constraints)
    if (limit.reason == Reason::kScaleUpLimit) {
      EXPECT_LE(limit.until.value_or(status.at), status.at + 1min);
    }
  ExpectScaling();
}

class OtherClockTest : public ClockTest, public testing::WithParamInterface<std::chrono::hours> {};
TEST_P(OtherClockTest, ThanTheEnginesScalesAllTheSame) {
  Set(GetParam());
  Start();
  const auto here = std::chrono::floor<Duration>(std::chrono::system_clock::now());
  EXPECT_GT(std::chrono::abs(project_.Status().at - here), 50min) << "the daemon has another date";
  ExpectScaling();
  EXPECT_TRUE(project_.ChainHolds());
}
INSTANTIATE_TEST_SUITE_P(Offsets, OtherClockTest, testing::Values(1h, -1h),
                         [](const auto& row) { return row.index == 0 ? "ahead" : "behind"; });

}  // namespace
}  // namespace docktor
