#include "decide/words.h"

#include <gmock/gmock.h>

#include <boost/describe.hpp>
#include <boost/mp11.hpp>

#include "decide/resolve.h"

namespace docktor::decide {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::Not;

const Instant kNoon = ParseInstant("2026-03-01T12:00:00Z").value();

Constraint Limit(Reason reason, Rank rank, int floor, int ceiling, Evidence evidence = {},
                 std::optional<Instant> until = {}) {
  return {.reason = reason,
          .rank = rank,
          .floor = floor,
          .ceiling = ceiling,
          .until = until,
          .evidence = std::move(evidence)};
}
Constraint Max(int n) { return Limit(Reason::kTooManyReplicas, Rank::kBounds, 0, n); }
Constraint Min(int n) { return Limit(Reason::kTooFewReplicas, Rank::kBounds, n, kNoCeiling); }
Constraint Pin(Reason reason, int n, std::string subject = {}, std::optional<Instant> until = {}) {
  return Limit(reason, Rank::kEngineFact, n, n, {std::move(subject)}, until);
}

/// A look at `running` replicas that are `cpu` busy and of which the strategy wants `wanted`.
struct Look {
  int running = 2;
  std::optional<double> cpu = 0.5;
  int wanted = 2;
  Trigger trigger = Trigger::kInterval;
  std::optional<Wish> wish = {};
};
Decision Decide(const Look& look, std::vector<Constraint> constraints) {
  Decision d{.id = {7}, .service = {"shop", "web"}, .at = kNoon, .trigger = look.trigger};
  d.inputs = {.running = look.running, .ready = look.running, .target = 0.6};
  d.inputs.signals = {{.name = "cpu.utilization", .count = look.running, .mean = look.cpu, .age = 1200ms}};
  d.recommendation = {.count = look.wanted, .reason = Reason::kNoSignal};
  if (look.cpu) {
    d.recommendation.reason = look.wanted > look.running   ? Reason::kAboveTarget
                              : look.wanted < look.running ? Reason::kBelowTarget
                                                           : Reason::kWithinRange;
    if (look.trigger == Trigger::kBurst) d.recommendation.reason = Reason::kBurst;
    d.recommendation.evidence = {"cpu.utilization", {{"value", *look.cpu}, {"target", 0.6}, {"tolerance", 0.1}}};
  }
  d.wish = look.wish.value_or(Wish{look.wanted, Actor::kRules});
  d.verdict = Resolve(d.wish.count, std::move(constraints));
  if (d.verdict.count != look.running) d.action = Action{.from = look.running, .to = d.verdict.count};
  return d;
}

// ---- one line --------------------------------------------------------------------------------------------------

struct Line {
  const char* name;
  Look look;
  std::vector<Constraint> constraints;
  const char* sentence;
};
class Sentences : public testing::TestWithParam<Line> {};

TEST_P(Sentences, Read) { EXPECT_EQ(Sentence(Decide(GetParam().look, GetParam().constraints)), GetParam().sentence); }

INSTANTIATE_TEST_SUITE_P(
    Decisions, Sentences,
    testing::Values(
        Line{"near_its_target", {}, {Min(1), Max(10)}, "web stays at 2: CPU at 50 % for a target of 60 %"},
        Line{"up", {2, 0.914, 4}, {Min(1), Max(10)}, "web 2 → 4: CPU at 91 % for a target of 60 %"},
        Line{"down", {4, 0.1, 1}, {Min(1), Max(10)}, "web 4 → 1: CPU at 10 % for a target of 60 %"},
        Line{"up_as_far_as_the_maximum",
             {2, 0.9, 6},
             {Max(4)},
             "web 2 → 4: CPU at 90 % for a target of 60 % asks for 6; the maximum is 4"},
        Line{"down_as_far_as_the_minimum",
             {4, 0.1, 1},
             {Min(2)},
             "web 4 → 2: CPU at 10 % for a target of 60 % asks for 1; the minimum is 2"},
        Line{"at_once", {2, 0.95, 4, Trigger::kBurst}, {}, "web 2 → 4: burst, CPU at 95 % for a target of 60 %"},
        Line{"by_rate",
             {2, 0.9, 6},
             {Limit(Reason::kScaleUpLimit, Rank::kRate, 0, 4)},
             "web 2 → 4: CPU at 90 % for a target of 60 % asks for 6; the rate upward allows no more than 4"},
        Line{"blind", {2, {}, 2}, {Min(1)}, "web stays at 2: no fresh CPU reading"},
        Line{"none_runs",
             {0, {}, 0},
             {Pin(Reason::kStoppedByOthers, 0)},
             "web stays at 0: no replica runs; somebody stopped it; it stays stopped until somebody starts it"},
        Line{"refused",
             {2, 0.9, 4},
             {Pin(Reason::kFixedHostPort, 2, "127.0.0.1:8080")},
             "web stays at 2: CPU at 90 % for a target of 60 % asks for 4; port 127.0.0.1:8080 can belong to one "
             "replica only"},
        Line{"by_command",
             {2, 0.5, 2, Trigger::kCommand, Wish{5, Actor::kPerson}},
             {Limit(Reason::kCommanded, Rank::kCommand, 5, 5)},
             "web 2 → 5: CPU at 50 % for a target of 60 %; a command asks for 5 replicas"}),
    [](const auto& c) { return std::string(c.param.name); });

// ---- limits ----------------------------------------------------------------------------------------------------

struct Words {
  const char* name;
  Constraint constraint;
  const char* words;
};
class Limits : public testing::TestWithParam<Words> {};

TEST_P(Limits, Read) { EXPECT_EQ(InWords(GetParam().constraint), GetParam().words); }

INSTANTIATE_TEST_SUITE_P(
    Constraints, Limits,
    testing::Values(
        Words{"window_down",
              Limit(Reason::kScaleDownStabilized, Rank::kRate, 5, kNoCeiling,
                    {.figures = {{"wanted", 5}, {"seconds_ago", 180.4}}}, kNoon + 130s),
              "5 replicas were wanted 3m ago, so no fewer than 5 until 12:02:10 UTC"},
        Words{"window_up",
              Limit(Reason::kScaleUpStabilized, Rank::kRate, 0, 2, {.figures = {{"wanted", 1}, {"seconds_ago", 0.2}}},
                    kNoon + 15s),
              "only 1 replica was wanted just now, so no more than 2 until 12:00:15 UTC"},
        Words{"one_missing",
              Limit(Reason::kMissingReadings, Rank::kDataSafety, 3, kNoCeiling, {.figures = {{"missing", 1}}}),
              "1 replica is without a fresh reading, so none is taken away"},
        Words{"several_starting",
              Limit(Reason::kReplicasStarting, Rank::kRate, 3, kNoCeiling, {.figures = {{"starting", 2}}}),
              "2 replicas are still starting, so none is taken away"},
        Words{"host_full",
              Limit(Reason::kHostFull, Rank::kBounds, 0, 3,
                    {.figures = {{"free_bytes", 70 << 20}, {"replica_bytes", 64 << 20}}}),
              "the host has 70 MiB of memory left to give and a replica takes 64 MiB, so there is room for 3 at most"},
        Words{"larger_first",
              Limit(Reason::kLargerFirst, Rank::kRate, 0, 2, {.figures = {{"from", 0.5}, {"to", 1.25}}}),
              "those that run get 1.25 CPUs instead of 0.5 each before there are more"},
        Words{"the_minimum_where_some_have_ended",
              Limit(Reason::kTooFewReplicas, Rank::kBounds, 1, kNoCeiling, {.figures = {{"min", 2}, {"finished", 1}}}),
              "the minimum is 2, less those that have ended their work with exit code 0"},
        Words{"paused_for_a_time", Pin(Reason::kPaused, 2, {}, kNoon + 1h), "scaling is paused until 13:00:00 UTC"},
        Words{"paused_for_good", Pin(Reason::kPaused, 2), "scaling is paused"},
        Words{"engine_away", Pin(Reason::kEngineLost, 2),
              "the Docker engine does not answer, so nothing can be changed"},
        Words{"container_not_described", Pin(Reason::kEngineLost, 2, "inspect container abc: HTTP 500"),
              "the Docker engine does not describe it (inspect container abc: HTTP 500)"},
        Words{"others", Pin(Reason::kOthersAtWork, 2, {}, kNoon + 1s),
              "somebody else is changing the service right now, taken to last until 12:00:01 UTC"},
        Words{"backoff", Pin(Reason::kBackoff, 2, "no such image", kNoon + 10s),
              "the last action failed (no such image), so nothing is tried until 12:00:10 UTC"},
        Words{"backoff_of_a_raise", Limit(Reason::kBackoff, Rank::kBounds, 0, 2, {"no such image"}, kNoon + 10s),
              "the last raise failed (no such image), so none is added until 12:00:10 UTC"},
        Words{"backoff_of_a_removal",
              Limit(Reason::kBackoff, Rank::kBounds, 2, kNoCeiling, {"stop web-2: HTTP 500"}, kNoon + 10s),
              "the last removal failed (stop web-2: HTTP 500), so none is taken away until 12:00:10 UTC"},
        Words{"a_record_without_its_figures", Limit(Reason::kScaleDownStabilized, Rank::kRate, 5, kNoCeiling),
              "some replicas were wanted earlier, so no fewer than 5"}),
    [](const auto& c) { return std::string(c.param.name); });

TEST(Words, EveryReasonHasSome) {
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<Reason>>([](auto reason) {
    const auto words = InWords(Constraint{.reason = reason.value, .floor = 1, .ceiling = 2});
    EXPECT_THAT(words, HasSubstr(" ")) << Name(reason.value);
    EXPECT_THAT(words, Not(HasSubstr(std::string(Name(reason.value))))) << "no name is a sentence";
    EXPECT_THAT(words, Not(HasSubstr("nan"))) << Name(reason.value);
  });
}

TEST(Words, AnObstacleSaysWhatToDo) {
  EXPECT_THAT(InWords(Obstacle{Reason::kFixedHostPort, "127.0.0.1:8080"}), HasSubstr("put a load balancer in front"));
  EXPECT_THAT(InWords(Obstacle{Reason::kContainerName, "shop"}), HasSubstr("remove container_name"));
  EXPECT_THAT(InWords(Obstacle{Reason::kGlobalMode, {}}), HasSubstr("mode: replicated"));
  EXPECT_THAT(InWords(Obstacle{Reason::kStatefulService, "postgres"}), HasSubstr("stateful: allow"));
  EXPECT_THAT(InWords(Obstacle{Reason::kEngineLost, "HTTP 500"}), HasSubstr("does not describe one of its containers"));
}

// ---- why? ------------------------------------------------------------------------------------------------------

TEST(Why, AHoldByTheWindowNamesItAndWhenItEnds) {
  const auto window = Limit(Reason::kScaleDownStabilized, Rank::kRate, 6, kNoCeiling,
                            {.figures = {{"wanted", 6}, {"seconds_ago", 90}}}, kNoon + 210s);
  EXPECT_THAT(
      Why(Decide({6, 0.1, 1}, {Min(2), Max(10), window})),
      ElementsAre("Saw: 6 running, 6 ready; cpu.utilization 10 % (newest reading 1s ago).",
                  "Strategy target: CPU at 10 % for a target of 60 %, which asks for 1 replica.",
                  "Limit TooManyReplicas is not in the way: the maximum is 10.",
                  "Limit TooFewReplicas is in the way too: the minimum is 2.",
                  "Limit ScaleDownStabilized decided: 6 replicas were wanted 1m30s ago, so no fewer than 6 until "
                  "12:03:30 UTC.",
                  "Verdict: 6 replicas (ScaleDownStabilized).", "Did: held at 6 replicas.",
                  "Without ScaleDownStabilized it would be 2 replicas.",
                  "Would want more above 66 % and fewer below 54 % of CPU."));
}

TEST(Why, IsToldInPartsToo) {
  const auto window = Limit(Reason::kScaleDownStabilized, Rank::kRate, 6, kNoCeiling,
                            {.figures = {{"wanted", 6}, {"seconds_ago", 90}}}, kNoon + 210s);
  const auto decision = Decide({6, 0.1, 1}, {Min(2), Max(10), window});
  EXPECT_THAT(StrategyInWords(decision),
              ElementsAre("Strategy target: CPU at 10 % for a target of 60 %, which asks for 1 replica."));
  const auto limit = [](Reason reason, Part part, const char* words) {
    return AllOf(Field(&LimitInWords::reason, reason), Field(&LimitInWords::part, part),
                 Field(&LimitInWords::words, words));
  };
  EXPECT_THAT(LimitsInWords(decision), ElementsAre(limit(Reason::kTooManyReplicas, Part::kIdle, "the maximum is 10"),
                                                   limit(Reason::kTooFewReplicas, Part::kInTheWay, "the minimum is 2"),
                                                   limit(Reason::kScaleDownStabilized, Part::kDecided,
                                                         "6 replicas were wanted 1m30s ago, so no fewer than 6")));
  EXPECT_THAT(TurningPoints(decision), ElementsAre("Without ScaleDownStabilized it would be 2 replicas.",
                                                   "Would want more above 66 % and fewer below 54 % of CPU."));
}

TEST(Why, ABurstSaysThatTheLastSecondsDecide) {
  const auto lines = Why(Decide({2, 0.95, 4, Trigger::kBurst}, {Min(1), Max(10)}));
  EXPECT_THAT(lines,
              Contains("Strategy target: CPU at 95 % for a target of 60 %, which asks for 4 replicas at once: the "
                       "last two seconds decide."));
  EXPECT_THAT(lines, Contains("Did: up from 2 to 4."));
  EXPECT_THAT(lines, Not(Contains(HasSubstr("decided:")))) << "no limit did";
}

TEST(Why, ARefusedServiceNamesWhatForbidsIt) {
  const auto lines = Why(Decide({2, 0.9, 4}, {Pin(Reason::kStatefulService, 2, "postgres with volume data"), Max(10)}));
  EXPECT_THAT(lines,
              Contains("Limit StatefulService decided: postgres with volume data: copies of a store do not share "
                       "its data safely."));
  EXPECT_THAT(lines, Contains("Without StatefulService it would be 4 replicas."));
}

TEST(Why, WhatYieldsIsNamed) {
  const auto lines = Why(Decide({2, 0.5, 2, Trigger::kCommand, Wish{1, Actor::kPerson}},
                                {Limit(Reason::kCommanded, Rank::kCommand, 1, 1), Min(2)}));
  EXPECT_THAT(lines, Contains("A person asked for 1 replica."));
  EXPECT_THAT(lines, Contains("Limit Commanded had to yield to a higher one: a command asks for 1 replica."));
  EXPECT_THAT(lines, Contains("Limit TooFewReplicas decided: the minimum is 2."));
}

TEST(Why, NothingToJudgeByIsSaid) {
  auto decision = Decide(
      {2, {}, 2}, {Limit(Reason::kMissingReadings, Rank::kDataSafety, 2, kNoCeiling, {.figures = {{"missing", 2}}})});
  decision.inputs.missing = 2;
  EXPECT_THAT(Why(decision),
              ElementsAre("Saw: 2 running, 2 ready, 2 without a fresh reading.",
                          "Strategy target: nothing to judge by, so it keeps 2 replicas.",
                          "Limit MissingReadings is not in the way: 2 replicas are without a fresh reading, so none is "
                          "taken away.",
                          "Verdict: 2 replicas (NoSignal).", "Did: held at 2 replicas."));
}

TEST(Words, AWarningSaysWhatToDo) {
  EXPECT_THAT(InWords(Warning{WarningKind::kSharedVolume, "volume a at /a"}), testing::HasSubstr("volume a at /a; "));
  EXPECT_THAT(InWords(Warning{WarningKind::kNoHealthCheck, ""}), testing::HasSubstr("; add healthcheck:"));
  EXPECT_THAT(InWords(Warning{WarningKind::kNamesResolvedOnce, "lb: proxy_pass http://web"}),
              testing::HasSubstr("(lb: proxy_pass http://web)"));
}

}  // namespace
}  // namespace docktor::decide
