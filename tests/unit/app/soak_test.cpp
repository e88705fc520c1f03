#include "support/soak_checks.h"

namespace docktor {
namespace {

TEST(Soak, TroubleEndsInOrder) {
  test::Soak soak(81);  // some of each kind of trouble
  soak.Run(20min, true);
  soak.Run(5min, false);
  EXPECT_GE(soak.faults(), 10);
  test::ExpectOrder(soak);
}

}  // namespace
}  // namespace docktor
