/// A million random and hostile events: whatever comes, no hard bound is broken, nothing is taken away for a lack of
/// data, nobody's service is touched unasked, and every look has a reason.
#include <cmath>
#include <random>
#include <set>

#include <gtest/gtest.h>

#include "core/json.h"
#include "decide/resolve.h"
#include "pilot/service_pilot.h"

namespace docktor::pilot {
namespace {

using Random = std::mt19937_64;

int Number(Random& random, int low, int high) { return std::uniform_int_distribution(low, high)(random); }
bool Chance(Random& random, double p) { return std::bernoulli_distribution(p)(random); }

double HostileNumber(Random& random) {
  switch (Number(random, 0, 9)) {
    case 0: return std::numeric_limits<double>::quiet_NaN();
    case 1: return std::numeric_limits<double>::infinity();
    case 2: return -1.0;
    case 3: return 1e308;
    case 4: return -0.0;
    default: return std::uniform_real_distribution(0.0, 1.2)(random);
  }
}

/// A service in a world that obeys, half obeys or does something else.
class Hostile {
 public:
  explicit Hostile(std::uint64_t seed) : random_(seed), spec_(RandomSpec()), pilot_(spec_, {}) {
    for (int i = Number(random_, 0, 6); i > 0; --i) Begin();
  }

  void Step() {
    now_ += Duration{Chance(random_, 0.01) ? Number(random_, -600'000, 600'000) : Number(random_, 0, 2'000)};
    switch (Number(random_, 0, 15)) {
      case 0:
      case 1:
      case 2:
      case 3: return Feed(RandomSweep());
      case 4:
      case 5: return Feed(RandomFacts());
      case 6: return Feed(RandomSpecEvent());
      case 7: return FeedCommand();
      case 8: return Feed(Activity{spec_.key, RandomId(), Chance(random_, 0.5) ? "kill" : "die", "15", {}, now_});
      case 9: return Feed(RandomReport());
      case 10: return Feed(RandomSignal());
      case 11: return Feed(RandomJudgement());
      case 12: return Feed(RandomOutlook());
      default: return Feed(Tick{});
    }
  }

  std::int64_t actions = 0;
  std::int64_t looks = 0;
  std::int64_t questions = 0;  ///< put to a model
  std::int64_t followed = 0;   ///< looks at which what it said counted

 private:
  Spec RandomSpec() {
    Spec spec;
    spec.key = {"shop", "web"};
    spec.enabled = Chance(random_, 0.9);
    spec.min = Number(random_, 0, 4);
    spec.max = spec.min + Number(random_, 0, 8);
    spec.stateful_allowed = Chance(random_, 0.5);
    spec.manual = Chance(random_, 0.3);
    spec.rollback = Chance(random_, 0.5);
    spec.target.behavior.down.window = Duration{Number(random_, 0, 60'000)};
    spec.target.behavior.up.window = Duration{Chance(random_, 0.8) ? 0 : Number(random_, 0, 30'000)};
    spec.start_deadline = Duration{Number(random_, 1'000, 60'000)};
    spec.strategy = static_cast<Strategy>(Number(random_, 0, 2));
    if (Chance(random_, 0.3)) spec.file_count = Number(random_, 1, 4);
    if (Chance(random_, 0.3)) {
      spec.signals = {{"queue.length", static_cast<TargetKind>(Number(random_, 1, 2)), 100}};
      spec.sources = {{.signal = "queue.length", .interval = Duration{Number(random_, 500, 5'000)}}};
      spec.fallback = {static_cast<FallbackKind>(Number(random_, 0, 2)), Number(random_, 0, 12), Number(random_, 1, 4)};
    }
    if (Chance(random_, 0.3))
      spec.schedules = {{.start = "*/7 * * * *", .end = "*/5 * * * *", .exactly = Number(random_, -1, 15)}};
    if (Chance(random_, 0.3)) spec.cost = {Prefer::kFewerLarge, std::uniform_real_distribution(0.01, 4.0)(random_)};
    if (Chance(random_, 0.2)) spec.fleet.max_replicas = Number(random_, 0, 12);
    spec.brain.mode = static_cast<BrainMode>(Number(random_, 0, 3));
    if (Chance(random_, 0.7)) spec.brain.models = {{.model = "m"}};
    return spec;
  }
  Event RandomSpecEvent() { return spec_ = Chance(random_, 0.2) ? RandomSpec() : spec_; }

  void Begin() {
    const Phase phases[] = {Phase::kReady,     Phase::kReady,  Phase::kReady, Phase::kStarting,
                            Phase::kUnhealthy, Phase::kExited, Phase::kPaused};
    Replica r{.id = {"id" + std::to_string(++last_)},
              .number = last_,
              .phase = phases[Number(random_, 0, 6)],
              .created_at = now_,
              .started_at = now_};
    if (Chance(random_, 0.5)) r.limits.cpus = std::uniform_real_distribution(0.05, 4.0)(random_);
    if (Chance(random_, 0.5)) r.limits.memory_bytes = Number(random_, 1, 1 << 30);
    r.exit_code = Number(random_, 0, 1);
    replicas_.push_back(r);
  }
  ContainerId RandomId() { return {"id" + std::to_string(Number(random_, 1, std::max(1, last_)))}; }

  Event RandomSweep() {
    Sweep sweep;
    const bool flood = Chance(random_, 0.3);
    for (const auto& r : replicas_) {
      if (Chance(random_, 0.1)) continue;
      sweep.push_back({r.id, now_ - Duration{Number(random_, -5'000, 8'000)}, Duration{Number(random_, -100, 1'500)},
                       Chance(random_, 0.1) ? HostileNumber(random_) : (flood ? 0.9 : 0.1), HostileNumber(random_),
                       Number(random_, -5, 1 << 30)});
    }
    return sweep;
  }

  Event RandomSignal() {
    ServiceReading reading{spec_.key, "queue.length", now_ - Duration{Number(random_, -5'000, 30'000)}};
    if (Chance(random_, 0.7)) reading.value = Chance(random_, 0.2) ? HostileNumber(random_) : Number(random_, 0, 900);
    return reading;
  }

  Event RandomOutlook() {
    forecast::Outlook outlook{
        .accuracy = {{.ahead = 15min, .occasions = 100, .error = Number(random_, 0, 2) * 0.5, .error_as_now = 1}}};
    for (int i = 0; i < 12; ++i)
      outlook.points.push_back(
          {now_ + Duration{Number(random_, -600'000, 3'600'000)}, 0, Number(random_, 0, 50) * 1.0, 99});
    return outlook;
  }

  /// A model that says anything, as often unasked as asked.
  Event RandomJudgement() {
    Judgement judgement{.look = asked_ && Chance(random_, 0.8) ? asked_->look.id : DecisionId{1'000'000},
                        .service = spec_.key,
                        .asked = now_ - Duration{Number(random_, 0, 90'000)},
                        .reply = Chance(random_, 0.5) ? "reply" : "",
                        .put = Chance(random_, 0.9)};
    if (Chance(random_, 0.8)) judgement.advice = {Number(random_, -5, 30), HostileNumber(random_), "because"};
    if (Chance(random_, 0.2)) judgement.not_before = now_ + Duration{Number(random_, -1'000, 60'000)};
    return judgement;
  }

  Event RandomFacts() {
    if (Chance(random_, 0.05)) Begin();
    if (Chance(random_, 0.05) && !replicas_.empty()) replicas_.pop_back();
    for (auto& r : replicas_)
      if (r.phase == Phase::kStarting && Chance(random_, 0.3)) r.phase = Phase::kReady;
    ServiceFacts facts{.key = spec_.key, .at = now_, .replicas = replicas_};
    if (Chance(random_, 0.02)) facts.obstacles = {{Reason::kStatefulService, "redis with volume data"}};
    known_ = facts;
    return facts;
  }

  Event RandomReport() {
    if (!order_ || Chance(random_, 0.3)) return ActionReport{.decision = {1'000'000}, .service = spec_.key};
    const auto action = *std::exchange(order_, std::nullopt)->action;
    ActionReport report{.decision = action.decision, .service = spec_.key, .at = now_, .ok = Chance(random_, 0.8)};
    for (int i = 0; report.ok && i < action.add; ++i) Begin(), report.added.push_back(replicas_.back().id);
    if (report.ok) {
      if (action.resize)
        for (auto& r : replicas_) r.limits.cpus = action.resize->to;
      report.removed = action.remove;
      std::erase_if(replicas_,
                    [&](const Replica& r) { return std::count(action.remove.begin(), action.remove.end(), r.id) > 0; });
    }
    return report;
  }

  AnswerProposal RandomAnswer(DecisionId open) {
    AnswerProposal answer{.id = Chance(random_, 0.9) ? open : DecisionId{1}, .approved = Chance(random_, 0.7)};
    if (Chance(random_, 0.3)) answer.count = Number(random_, -2, 20);
    return answer;
  }

  void FeedCommand() {
    command_ = {.service = spec_.key, .by = static_cast<Actor>(Number(random_, 0, 3))};
    const Duration hold{Number(random_, 0, 60'000)};
    if (Chance(random_, 0.5))
      command_.what = ScaleTo{Number(random_, -2, 20), static_cast<OverrideKind>(Number(random_, 0, 2)), hold,
                              Chance(random_, 0.3)};
    else if (Chance(random_, 0.3))
      command_.what = PauseScaling{static_cast<OverrideKind>(Number(random_, 3, 5)), hold};
    else if (Chance(random_, 0.3))
      command_.what = LeanScaling{static_cast<OverrideKind>(Number(random_, 6, 7)), hold};
    else if (const auto open = pilot_.View().proposal; open && Chance(random_, 0.6))
      command_.what = RandomAnswer(open->decision.id);
    else
      command_.what = ResumeScaling{};
    Feed(CommandGiven{command_, 1});
  }

  void Feed(const Event& event) {
    Surroundings around{.others = {.replicas = Number(random_, 0, 6)}, .next_id = {next_id_}};
    if (Chance(random_, 0.5))
      around.host = HostReading{.at = now_,
                                .cores = 64,
                                .cpu_utilization = HostileNumber(random_),
                                .memory_bytes = 1 << 30,
                                .memory_available_bytes = Number(random_, -5, 1 << 30)};
    const auto step = pilot_.On(event, around, now_);
    for (const auto& effect : step.effects)
      if (const auto* consult = std::get_if<Consult>(&effect)) asked_ = consult->consultation, ++questions;
    followed += step.decision && step.decision->wish.by == Actor::kModel;
    if (step.decision) Check(event, *step.decision);
    if (step.decision && step.decision->id.value == next_id_) ++next_id_;
  }

  void Check(const Event& event, const Decision& d) {
    ++looks;
    ASSERT_NE(d.recommendation.reason, Reason{-1});
    ASSERT_FALSE(Name(d.verdict.because).empty());
    ASSERT_FALSE(d.verdict.constraints.empty()) << "the bounds at least are always in force";
    ASSERT_GT(d.id.value, 0u);
    if (!d.action) return;
    ++actions;
    ASSERT_FALSE(order_) << "one action at a time";
    order_ = d;
    const auto& a = *d.action;
    const bool once = std::holds_alternative<CommandGiven>(event) && !spec_.enabled;
    ASSERT_EQ(a.from == a.to, a.resize.has_value());
    if (a.resize) CheckResize(*a.resize, d);
    ASSERT_TRUE(!spec_.manual || once || d.wish.by == Actor::kPerson) << "nobody has approved it";
    if (once) {
      ASSERT_EQ(command_.by, Actor::kPerson);
      ASSERT_TRUE(std::get<ScaleTo>(command_.what).once);
    } else {
      ASSERT_TRUE(spec_.enabled);
      ASSERT_TRUE(a.resize || a.to <= std::max(spec_.max, 0)) << "a resize leaves the count as it is";
      ASSERT_TRUE(a.to >= a.from || a.to >= spec_.min);
    }
    ASSERT_TRUE(spec_.stateful_allowed || known_.obstacles.empty());
    ASSERT_EQ(a.add, std::max(0, a.to - a.from));
    if (a.to < a.from) CheckRemoval(d);
  }

  void CheckResize(const Resize& resize, const Decision& d) {
    ASSERT_GE(resize.to, std::min(resize.ordinary, 0.01));
    ASSERT_NE(d.wish.by, Actor::kPerson) << "nobody has asked for that";
    ASSERT_FALSE(spec_.manual) << "nobody has approved it";
    const double largest = spec_.cost.prefer == Prefer::kFewerLarge ? *spec_.cost.max_cpus : 0;
    ASSERT_TRUE(resize.to < resize.from || resize.to <= std::max(largest, resize.ordinary) + 1e-9);
    ASSERT_TRUE(d.inputs.missing == 0 || resize.to >= resize.from || resize.from > largest)
        << "taken away for a lack of data";
  }

  void CheckRemoval(const Decision& d) {
    const auto& a = *d.action;
    const std::set<ContainerId> gone(a.remove.begin(), a.remove.end());
    ASSERT_EQ(gone.size(), static_cast<std::size_t>(a.from - a.to));
    for (const auto& id : gone)
      ASSERT_TRUE(std::any_of(known_.replicas.begin(), known_.replicas.end(),
                              [&](auto& r) { return r.id == id && Runs(r.phase); }));
    const auto any = [&](auto&& test) {
      return std::any_of(d.verdict.constraints.begin(), d.verdict.constraints.end(), test);
    };
    const bool blind = d.inputs.missing > 0 ||
                       (d.recommendation.reason == Reason::kNoSignal && !d.inputs.signals.empty()) ||
                       any([](const Constraint& c) { return c.reason == Reason::kMissingReadings; });
    const bool said = any([&](const Constraint& c) {
      const bool bound = c.rank == Rank::kBounds && c.ceiling == a.to;
      const bool fallback = d.verdict.because == Reason::kFallback && d.inputs.missing == 0;
      return bound || fallback || c.rank == Rank::kCommand;
    });
    ASSERT_TRUE(!blind || said) << "taken away for a lack of data: " << WriteJson(ToJson(d));
  }

  Random random_;
  Instant now_{1'700'000'000s};
  Spec spec_;
  ServicePilot pilot_;
  std::vector<Replica> replicas_;
  ServiceFacts known_;
  Command command_;
  std::optional<Decision> order_;
  std::optional<Consultation> asked_;
  std::uint64_t next_id_ = 1;
  int last_ = 0;
};

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int kServices = 12;  // each of these is many times slower
#else
constexpr int kServices = 63;
#endif
constexpr int kEvents = 2'000;
constexpr int kParts = 8;  // of the million, so that the cores share them

class AMillionHostileEvents : public testing::TestWithParam<int> {};

TEST_P(AMillionHostileEvents, BreakNothing) {
  std::int64_t actions = 0, looks = 0, questions = 0, followed = 0;
  for (int i = 0; i < kServices; ++i) {
    const int seed = GetParam() * kServices + i + 1;
    Hostile service(static_cast<std::uint64_t>(seed));
    for (int event = 0; event < kEvents; ++event) {
      service.Step();
      if (HasFatalFailure()) FAIL() << "seed " << seed << ", event " << event;
    }
    actions += service.actions;
    looks += service.looks;
    questions += service.questions;
    followed += service.followed;
  }
  EXPECT_GT(looks, 100 * kServices) << "the events reach what they are to test";
  EXPECT_GT(actions, 2 * kServices);
  if (kServices < 60) return;  // too few for a model to have had its say
  EXPECT_GT(questions, kServices / 10);
  EXPECT_GT(followed, 0);
}
INSTANTIATE_TEST_SUITE_P(Properties, AMillionHostileEvents, testing::Range(0, kParts));

}  // namespace
}  // namespace docktor::pilot
