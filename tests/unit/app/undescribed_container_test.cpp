/// What runs in production, with an engine that does not describe one container.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "decide/resolve.h"
#include "support/project_in_memory.h"

namespace docktor {
namespace {

using testing::SizeIs;

const ServiceKey kWeb{"shop", "web"}, kApi{"shop", "api"};

class UndescribedContainerTest : public testing::TestWithParam<Error> {
 protected:
  UndescribedContainerTest() {
    project_.engine.AddComposeService("shop", "web", 2);
    const auto ids = project_.engine.AddComposeService("shop", "api", 2);
    broken_ = ids[0];
    project_.Start();
    Run(3, kIdle);
  }
  void Run(int seconds, double cores) {
    for (int i = 0; i < seconds; ++i) project_.Step([&](const auto&, const auto&) { return cores; });
  }
  static constexpr double kIdle = 0.1, kBusy = 0.24;  // of 0.25
  bool IsHeld(const ServiceKey& service) {
    const auto snapshot = project_.control().Latest();
    for (const auto& view : snapshot->services)
      if (view.key == service) return decide::InForce(view.decision->verdict, Reason::kEngineLost);
    return false;
  }

  test::ProjectInMemory project_{[](const ServiceKey& key) { return test::EnabledSpec(key, 2, 4); }};
  ContainerId broken_;
};

TEST_P(UndescribedContainerTest, HoldsItsOwnServiceAndNoOther) {
  project_.engine.FailInspections(broken_, GetParam());
  Run(10, kIdle);
  EXPECT_TRUE(IsHeld(kApi));
  EXPECT_FALSE(IsHeld(kWeb));
  EXPECT_FALSE(project_.control().Latest()->engine_lost);
  Run(10, kBusy);
  EXPECT_THAT(project_.Running(kWeb), SizeIs(4));
  EXPECT_THAT(project_.Running(kApi), SizeIs(2));
  project_.engine.FailInspections(broken_, std::nullopt);
  Run(70, kBusy);
  EXPECT_FALSE(IsHeld(kApi));
  EXPECT_THAT(project_.Running(kApi), SizeIs(4));
}

INSTANTIATE_TEST_SUITE_P(Errors, UndescribedContainerTest,
                         testing::Values(Error{Errc::kUnavailable, "500"}, Error{Errc::kTimeout, "no answer"}),
                         [](const auto& row) { return row.param.code == Errc::kTimeout ? "hang" : "refusal"; });

}  // namespace
}  // namespace docktor
