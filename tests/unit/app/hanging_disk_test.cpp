/// What runs in production, over a disk that does not answer.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "remember/journal/verify.h"
#include "support/project_in_memory.h"
#include "support/within.h"

namespace docktor {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

const ServiceKey kWeb{"shop", "web"};

class HangingDiskTest : public testing::Test {
 protected:
  HangingDiskTest() {
    project_.patience = 200ms;
    project_.engine.AddComposeService("shop", "web", 2);
    project_.Start();
    project_.Step(Idle);
  }
  ~HangingDiskTest() override { project_.disk.Hang(false); }

  static double Idle(const ServiceKey&, const ContainerId&) { return 0.1; }
  static double Busy(const ServiceKey&, const ContainerId&) { return 0.24; }
  /// In the order of the journal: "o" an order, "i" what an action intends, "e" its end.
  std::string OnRecord() {
    std::string kinds;
    const auto replayed = remember::Replay(project_.journal()).value();
    for (const auto& record : replayed.records) {
      if (std::holds_alternative<OverrideSet>(record.body)) kinds += 'o';
      if (std::holds_alternative<Intent>(record.body)) kinds += 'i';
      if (std::holds_alternative<ActionEnded>(record.body)) kinds += 'e';
    }
    return kinds;
  }

  test::ProjectInMemory project_{[](const ServiceKey& key) {
    Spec spec;
    spec.key = key;
    spec.enabled = true;
    return spec;
  }};
};

TEST_F(HangingDiskTest, KeepsNoOrderFromBeingDoneAndIsSaid) {
  project_.disk.Hang(true);
  EXPECT_TRUE(project_.Say({.service = kWeb, .what = pilot::ScaleTo{4}}));
  EXPECT_THAT(project_.control().JournalTrouble().value_or(""), HasSubstr("the disk has not answered"));
  project_.Step(Idle);
  EXPECT_THAT(project_.Running(kWeb), SizeIs(4));
  EXPECT_EQ(OnRecord(), "") << "the disk does hang";
  project_.disk.Hang(false);
  EXPECT_TRUE(test::Within(10s, [&] { return OnRecord().size() == 3; })) << OnRecord();
  EXPECT_THAT(OnRecord(), testing::AnyOf("oie", "ioe", "ieo")) << "order and action are kept by two threads";
  EXPECT_FALSE(project_.control().JournalTrouble());
  EXPECT_TRUE(remember::Verify(project_.journal())->ok);
}

TEST_F(HangingDiskTest, KeepsLoadFromNothing) {
  project_.disk.Hang(true);
  for (int i = 0; i < 10; ++i) project_.Step(Busy);
  EXPECT_GT(project_.Running(kWeb).size(), 2u);
}

}  // namespace
}  // namespace docktor
