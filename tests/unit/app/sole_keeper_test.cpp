#include "app/process/sole_keeper.h"

#include <gmock/gmock.h>

namespace docktor::app {
namespace {

TEST(SoleKeeper, TheOtherOneIsNamedWhereItIsKnown) {
  const auto known = HeldBy(42, "shop"), unknown = HeldBy(0, "shop");
  EXPECT_EQ(known.message, "another daemon (pid 42) of this machine looks after shop already");
  EXPECT_THAT(known.hint, testing::EndsWith("who has started it; see ps -fp 42"));
  EXPECT_EQ(unknown.message, "another daemon of this machine looks after shop already");
  EXPECT_THAT(unknown.hint, testing::EndsWith("who has started it"));
}

}  // namespace
}  // namespace docktor::app
