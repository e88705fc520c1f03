/// How well the strategies do on loads that are made up. The limits are a little above what was measured; a change that
/// breaks one has made decisions worse.
#include "simulate/trial.h"

#include <array>
#include <cmath>

#include <gtest/gtest.h>

#include "unit/simulate/loads.h"

namespace docktor::simulate {
namespace {

Spec Of(Strategy strategy) {
  Spec spec;
  spec.key = {"sim", "web"};
  spec.enabled = true;
  spec.strategy = strategy;
  return spec;
}

struct QualityCase {
  const char* model;
  Trace (*load)();
  double cost;      ///< at most
  double violated;  ///< at most
  double flaps;     ///< a day, at most
};
class QualityTest : public testing::TestWithParam<QualityCase> {};
TEST_P(QualityTest, AdaptiveIsCheaperThanTargetAndStaysWithinItsLimits) {
  const auto load = GetParam().load();
  Trial trial{.model = FindServiceModel(GetParam().model).value()};
  trial.scale = trial.model.capacity / ServiceModel{}.capacity;  // as much work for each
  const auto adaptive = Fly(trial, load, Of(Strategy::kAdaptive));
  const auto target = Fly(trial, load, Of(Strategy::kTarget));
  EXPECT_LT(adaptive.cost, target.cost) << load.name;
  EXPECT_LT(adaptive.cost, GetParam().cost) << load.name;
  EXPECT_LT(adaptive.violated, GetParam().violated) << load.name;
  EXPECT_LT(adaptive.flaps_per_day, GetParam().flaps) << load.name;
}
INSTANTIATE_TEST_SUITE_P(
    All, QualityTest,
    testing::Values(QualityCase{"web", Day, 1.6, 0.001, 20}, QualityCase{"web", Spikes, 2.8, 0.0135, 36},
                    QualityCase{"web", Steps, 1.85, 0.005, 30}, QualityCase{"web", Sawtooth, 1.6, 0.001, 45},
                    QualityCase{"jvm", Steps, 2.3, 0.015, 24}, QualityCase{"light", Spikes, 2.5, 0.0085, 36}),
    [](const auto& row) { return std::string(row.param.model) + "_" + row.param.load().name; });

TEST(Trial, EqualInputGivesEqualResults) {
  const auto once = Fly({}, Steps(), Of(Strategy::kAdaptive)), again = Fly({}, Steps(), Of(Strategy::kAdaptive));
  EXPECT_EQ(once.cost, again.cost);
  EXPECT_EQ(once.changes, again.changes);
}

TEST(Trial, EachMomentTellsWhatShareOfItsRequestsWasSlow) {
  double slow = 0, all = 0;
  const auto score = Fly({}, Steps(), Of(Strategy::kTarget), [&](const Moment& m) {
    slow += m.violated * m.rate;
    all += m.rate;
  });
  EXPECT_GT(slow, 0);
  EXPECT_NEAR(slow / all, score.violated, 1e-9);
}

/// Each day at nine the load rises to five times the night's, and a replica takes four minutes to start.
TEST(Trial, WhereStartsAreSlowARiseThatComesBackIsPlannedFor) {
  constexpr int kDays = 4;
  const auto load = Made("office", kDays * 24h, [](double s) {
    const double hour = std::fmod(s / 3600, 24);
    return hour >= 9 && hour < 17 ? 400.0 : 80.0;
  });
  Trial trial;
  trial.model.least_start = 220;
  trial.model.most_start = 260;
  std::array<double, kDays> slow{};
  Fly(trial, load, Of(Strategy::kAdaptive), [&](const Moment& m) {
    const auto day = std::chrono::floor<std::chrono::days>(m.at - trial.tick - trial.begin).count();
    slow.at(static_cast<std::size_t>(day)) += m.violated * m.rate * Seconds(trial.tick);
  });
  EXPECT_GT(slow[1], 10'000) << "what nobody can know is too late";
  EXPECT_LT(slow[kDays - 1], slow[1] / 5);
}

TEST(Trial, ServicesOnOneHostGetWhatItsCoresCarry) {
  Trial trial;
  const auto slow = [&](int services, int cores) {
    return FlyTogether(std::vector(static_cast<std::size_t>(services), trial), cores, Steps(), Of(Strategy::kTarget))
        .front()
        .violated;
  };
  const double alone = Fly(trial, Steps(), Of(Strategy::kTarget)).violated;
  EXPECT_EQ(slow(1, 1000), alone);
  EXPECT_EQ(slow(3, 1000), alone) << "there is room for all";
  EXPECT_GT(slow(3, 20), 0.1) << "forty cores are wanted at the most";
}

class QuietTest : public testing::TestWithParam<Strategy> {};
TEST_P(QuietTest, AConstantLoadComesToRest) {
  int changes = 0, late = 0, before = 0;
  Instant begin{};
  Fly({}, Made("constant", 4h, [](double) { return 230.0; }), Of(GetParam()), [&](const Moment& m) {
    if (begin == Instant{}) begin = m.at;
    if (before != 0 && m.wanted != before) ++changes, late += m.at - begin > 30min ? 1 : 0;
    before = m.wanted;
  });
  EXPECT_LE(late, 1) << "of " << changes;
}
TEST_P(QuietTest, NoLoadGoesToTheMinimumAndStaysThere) {
  int wanted = 0, changes = 0;
  Fly({}, Made("nothing", 2h, [](double s) { return s < 600 ? 300.0 : 0.0; }), Of(GetParam()), [&](const Moment& m) {
    changes += m.wanted != wanted ? 1 : 0;
    wanted = m.wanted;
  });
  EXPECT_EQ(wanted, 1);
  EXPECT_LE(changes, 12);
}
INSTANTIATE_TEST_SUITE_P(All, QuietTest, testing::Values(Strategy::kAdaptive, Strategy::kTarget, Strategy::kThreshold),
                         [](const auto& row) {
                           return std::string(row.param == Strategy::kAdaptive ? "adaptive"
                                              : row.param == Strategy::kTarget ? "target"
                                                                               : "threshold");
                         });

TEST(Trial, LatencyTeachesHowFullAReplicaMayGet) {
  Trial seen{.proxy = true}, unseen;
  for (auto* trial : {&seen, &unseen}) trial->model.knee_factor = 1;
  for (auto* trial : {&seen, &unseen}) trial->model.slow_after = 2;  // which is far later than the guess
  EXPECT_LT(Fly(seen, Day(), Of(Strategy::kAdaptive)).cost, 0.95 * Fly(unseen, Day(), Of(Strategy::kAdaptive)).cost);
}

TEST(Trial, LostReadingsMakeNoOscillation) {
  Trial trial;
  trial.model.lost_readings = 0.3;
  const auto score = Fly(trial, Made("steady", 6h, [](double) { return 220.0; }), Of(Strategy::kAdaptive));
  EXPECT_LT(score.flaps_per_day, 10);
  EXPECT_LT(score.violated, 0.01);
}

TEST(Trial, AMachineThatSleptMakesNoOscillation) {
  Cockpit cockpit(Of(Strategy::kAdaptive));
  Plant plant({.first_rate = 200}, Instant{1'770'000'000s});
  int changes = 0;
  Duration slept{0};
  for (int i = 0; i < 4000; ++i) {
    auto sight = plant.Step(200);
    if (i == 2000) slept = 8h;
    sight.now += slept;
    if (const auto target = cockpit.Fly(sight)) plant.Order(*target), changes += i > 2000 ? 1 : 0;
  }
  EXPECT_LE(changes, 6);
}

TEST(Trial, ACapacityThatChangesMakesNoOscillation) {
  for (const double factor : {0.5, 2.0}) {
    Trial trial;
    trial.model.release_at = 0.5;
    trial.model.release_factor = factor;
    const auto score = Fly(trial, Made("released", 4h, [](double) { return 200.0; }), Of(Strategy::kAdaptive));
    EXPECT_LT(score.flaps_per_day, 20) << factor;
    EXPECT_LT(score.violated, 0.02) << factor;
  }
}

}  // namespace
}  // namespace docktor::simulate
