#include <gmock/gmock.h>

#include "unit/pilot/world.h"

namespace docktor::pilot {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr auto Says = [](const char* words) { return Field("message", &Outcome::message, HasSubstr(words)); };

class BalancerTest : public testing::Test {
 protected:
  BalancerTest() {
    world_.spec.target.behavior.down.window = 1min;
    world_.spec.balancer.service = "lb";
    world_.Configure(world_.spec);
  }
  World world_{World::Enabled(1, 6), 2};
};

TEST_F(BalancerTest, IsToldOnceNewReplicasAreReady) {
  world_.start_time = 5s;
  ASSERT_TRUE(world_.Say({.what = ScaleTo{4}}));
  world_.Run(3s, 1.0);
  EXPECT_THAT(world_.told, IsEmpty()) << "they do not serve yet";
  world_.Run(5s, 1.0);
  EXPECT_THAT(world_.told, ElementsAre("lb"));
}

TEST_F(BalancerTest, IsToldOnceReplicasHaveGone) {
  ASSERT_TRUE(world_.Say({.what = ScaleTo{1}}));
  world_.Run(3s, 0.1);
  EXPECT_THAT(world_.told, ElementsAre("lb"));
}

TEST_F(BalancerTest, ThatCannotBeToldIsSaidAtTheAction) {
  world_.balancer_error = "tell the load balancer lb: no replica of it runs";
  ASSERT_TRUE(world_.Say({.what = ScaleTo{3}}));
  world_.Run(10s, 1.0);
  EXPECT_THAT(world_.outcomes, Contains(Says("no replica of it runs")));
}

/// Nobody tells the load balancer, which goes on as it was.
class NewcomersTest : public testing::Test {
 protected:
  void Grow() {
    ASSERT_TRUE(world_.Say({.what = ScaleTo{4}}));
    world_.Run(8s, 1.0);
    ASSERT_EQ(world_.Running(), 4);
  }
  World world_{World::Enabled(1, 6), 2};
};

TEST_F(NewcomersTest, ThatGetNothingAreSaidWithTheLikelyCause) {
  world_.warnings = {{WarningKind::kNamesResolvedOnce, "lb: proxy_pass http://web:8080"}};
  world_.traffic = [](const Replica& r) { return r.copy ? 40.0 : 50'000.0; };
  Grow();
  world_.Run(25s, 1.0);
  EXPECT_THAT(world_.outcomes,
              Contains(AllOf(Says("2 of 2 new replicas got no requests in the 20s after they were ready"),
                             Says("set $to web; proxy_pass http://$to:8080;"), Says("balancer.service: lb"),
                             Field("kind", &Outcome::kind, OutcomeKind::kInsufficient))));
}

TEST_F(NewcomersTest, ThatGetTheirShareAreASuccess) {
  world_.traffic = [](const Replica& r) { return r.copy ? 20'000.0 : 50'000.0; };
  Grow();
  world_.Run(25s, 1.0);
  world_.traffic = [](const Replica& r) { return r.copy ? 0.0 : 50'000.0; };
  world_.Run(2min, 1.0);
  for (const auto& outcome : world_.outcomes) EXPECT_EQ(outcome.message, "");
}

TEST_F(NewcomersTest, NobodyIsBlamedWhereNothingIsSentToAnybody) {
  world_.traffic = [](const Replica&) { return 60.0; };
  Grow();
  world_.Run(10min, 1.0);
  for (const auto& outcome : world_.outcomes) EXPECT_EQ(outcome.message, "");
}

}  // namespace
}  // namespace docktor::pilot
