#include "support/soak_checks.h"

namespace docktor {
namespace {

TEST(Soak, TroubleEndsInOrder) {
  test::Soak soak(1);
  soak.Run(20min, true);
  soak.Run(5min, false);
  EXPECT_GT(soak.faults(), 5);
  test::ExpectOrder(soak);
}

}  // namespace
}  // namespace docktor
