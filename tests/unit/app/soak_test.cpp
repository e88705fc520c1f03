#include "support/soak_checks.h"

namespace docktor {
namespace {

TEST(Soak, TroubleEndsInOrder) {
  test::Soak soak(249);  // some of each kind of trouble
  soak.Run(20min, true);
  soak.Run(10min, false);
  EXPECT_GE(soak.faults(), 10);
  EXPECT_GT(soak.amid(), 0);
  test::ExpectOrder(soak);
}

}  // namespace
}  // namespace docktor
