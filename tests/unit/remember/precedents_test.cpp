/// Which earlier changes are told where a look is much like theirs.
#include <gmock/gmock.h>

#include "fixtures.h"
#include "remember/history.h"

namespace docktor::remember {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const ServiceKey kWeb{"shop", "web"};
constexpr Instant kNow = kStart + 30 * 24h;

/// A look at web.
Decision Look(Instant at, double cpu, int running = 3) {
  Decision look{.service = kWeb, .at = at};
  look.inputs = {.running = running, .ready = running, .target = 0.6};
  look.inputs.signals = {{"cpu.utilization", running, cpu, cpu, 1s}, {"memory.utilization", running, 0.4, 0.4, 1s}};
  return look;
}

class PrecedentsTest : public testing::Test {
 protected:
  /// A change at that look, which turned out so soon after it.
  Decision Changed(Decision look, std::optional<OutcomeKind> kind = OutcomeKind::kSuccess, int to = 5) {
    look.id = {next_++};
    look.action = Action{.decision = look.id, .service = look.service, .from = look.inputs.running, .to = to};
    history_.Add({.body = Intent{look}});
    if (kind)
      history_.Add(
          {.body = OutcomeJudged{{.decision = look.id, .service = look.service, .at = look.at + 10s, .kind = *kind}}});
    return look;
  }
  void Held(Decision look) {
    look.id = {next_++};
    history_.Add({.body = HoldRun{look, look.at}});
  }
  std::vector<Precedent> Like(const Decision& look) const { return history_.Like(look, 3); }

  std::uint64_t next_ = 1;
  History history_{"/nowhere"};
};

TEST_F(PrecedentsTest, ThoseThatLookAlikeAreFoundTheNearestFirst) {
  Changed(Look(kNow - 48h, 0.90), OutcomeKind::kInsufficient, 4);
  Changed(Look(kNow - 24h, 0.94));
  Changed(Look(kNow - 3h, 0.35));
  Changed(Look(kNow - 2h, 0.94, 9), OutcomeKind::kSuccess, 10);
  const Precedent nearest{.at = kNow - 24h, .load = 0.94, .from = 3, .to = 5};
  const Precedent other{.at = kNow - 48h, .load = 0.90, .from = 3, .to = 4, .outcome = OutcomeKind::kInsufficient};
  EXPECT_THAT(Like(Look(kNow, 0.95)), ElementsAre(nearest, other));
  EXPECT_THAT(Like(Look(kNow, 0.6, 20)), IsEmpty());
}

TEST_F(PrecedentsTest, AreNoMoreThanAskedFor) {
  for (int day = 9; day > 0; --day) Changed(Look(kNow - day * 24h, 0.9));
  EXPECT_THAT(history_.Like(Look(kNow, 0.9), 2), SizeIs(2));
  EXPECT_THAT(history_.Like(Look(kNow, 0.9), 0), IsEmpty());
}

TEST_F(PrecedentsTest, AreJudgedChangesOfThisServiceThatSomebodyMadeForTheLoad) {
  const auto at = kNow - 24h;
  Held(Look(at, 0.9));
  Changed(Look(at + 1s, 0.9), std::nullopt);
  auto other = Look(at + 2s, 0.9);
  other.service.service = "db";
  Changed(other);
  auto commanded = Look(at + 3s, 0.9);
  commanded.wish.by = Actor::kPerson;
  Changed(commanded);
  auto restored = Look(at + 4s, 0.9);
  restored.trigger = Trigger::kRestore;
  Changed(restored);
  Changed(Look(at + 5s, 0.9), OutcomeKind::kSuccess, 3);  // replicas were only resized
  EXPECT_THAT(Like(Look(kNow, 0.9)), IsEmpty());
}

TEST_F(PrecedentsTest, ASuccessCountsOnceItHasShown) {
  Changed(Look(kNow, 0.9));
  EXPECT_THAT(Like(Look(kNow + 30s, 0.9)), IsEmpty());
  EXPECT_THAT(Like(Look(kNow + 2min, 0.9)), SizeIs(1));
  Changed(Look(kNow + 3min, 0.9), OutcomeKind::kFailed);
  EXPECT_THAT(Like(Look(kNow + 3min + 10s, 0.9)), SizeIs(2));
}

TEST_F(PrecedentsTest, ALoadThatShotUpIsNotLikeOneThatStays) {
  Held(Look(kNow - 25h, 0.3));
  Changed(Look(kNow - 25h + 1min, 0.9));
  Held(Look(kNow - 1min, 0.88));
  EXPECT_THAT(Like(Look(kNow, 0.9)), IsEmpty());
  Held(Look(kNow + 10min, 0.3));
  EXPECT_THAT(Like(Look(kNow + 11min, 0.9)), SizeIs(1));
}

TEST_F(PrecedentsTest, ASignalThatIsNotThereIsUnlikeAnyValue) {
  Changed(Look(kNow - 24h, 0.9));
  auto look = Look(kNow, 0.9);
  EXPECT_THAT(Like(look), SizeIs(1));
  look.inputs.signals[1].mean.reset();
  EXPECT_THAT(Like(look), IsEmpty());
  look.inputs.signals[1] = {"queue.length", 1, 100, 100, 1s};
  EXPECT_THAT(Like(look), IsEmpty());
}

TEST_F(PrecedentsTest, TheSameHourIsNearerThanAnother) {
  Changed(Look(kNow - 24h, 0.9));
  Changed(Look(kNow - 12h, 0.9), OutcomeKind::kWasteful);
  const auto alike = Like(Look(kNow, 0.9));
  ASSERT_THAT(alike, SizeIs(2));
  EXPECT_EQ(alike[0].at, kNow - 24h);
}

}  // namespace
}  // namespace docktor::remember
