#include "observe/sources/source_watch.h"

#include <condition_variable>
#include <map>
#include <set>

#include <gmock/gmock.h>

namespace docktor::observe {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr Instant kNow{1'764'000'000'000ms};
const ServiceKey kWeb{"shop", "web"};

struct PauseCase {
  Duration interval;
  int failures;
  Duration pause;
};
TEST(PauseAfter, GrowsOnlyOnceItFailsForLong) {
  for (const auto& [interval, failures, pause] :
       {PauseCase{5s, 0, 5s}, PauseCase{5s, 3, 5s}, PauseCase{5s, 4, 10s}, PauseCase{5s, 5, 20s}, PauseCase{5s, 6, 30s},
        PauseCase{5s, 1'000'000, 30s}, PauseCase{1min, 0, 1min}, PauseCase{1min, 50, 1min}})
    EXPECT_EQ(PauseAfter(interval, failures), pause) << interval.count() << " " << failures;
}

/// A source that says what it is told to.
class Scripted final : public Source {
 public:
  using Answer = std::function<Result<std::optional<double>>()>;
  explicit Scripted(Answer answer) : answer_(std::move(answer)) {}
  Result<std::optional<double>> Read(SteadyTime, Duration) override { return answer_(); }

 private:
  Answer answer_;
};

class SourcePollTest : public testing::Test {
 protected:
  SourceWorld world{
      .address_of = [this](const std::string& service) { return service == "lb" ? address : std::nullopt; },
      .variable = [this](const std::string& name) { return name == "PASSWORD" ? password : std::nullopt; },
      .make = [this](const SourceSettings&, const SourceAccess& access) -> Result<std::unique_ptr<Source>> {
        made.push_back(access.url.host + "=" + access.address + "," + access.password);
        return std::make_unique<Scripted>([this] { return answer; });
      }};
  std::optional<std::string> address, password;
  Result<std::optional<double>> answer = 3.0;
  std::vector<std::string> made;
  SourceSettings settings{.signal = "load", .url = "http://lb:80", .interval = 5s};
};

TEST_F(SourcePollTest, TellsTheFigure) {
  SourcePoll poll(kWeb, settings, world);
  const auto reading = poll.Look({});
  EXPECT_EQ(reading.service, kWeb);
  EXPECT_EQ(reading.signal, "load");
  EXPECT_EQ(reading.value, 3.0);
  EXPECT_EQ(reading.error, "");
  answer = std::nullopt;
  const auto quiet = poll.Look({});
  EXPECT_EQ(quiet.value, std::nullopt);
  EXPECT_EQ(quiet.error, "") << "it answers, and has nothing to tell";
}

TEST_F(SourcePollTest, TellsWhyThereIsNone) {
  SourcePoll poll(kWeb, settings, world);
  answer = Fail(Errc::kTimeout, "no answer", "wake it");
  for (int i = 0; i < 4; ++i) {
    const auto reading = poll.Look({});
    EXPECT_EQ(reading.value, std::nullopt);
    EXPECT_EQ(reading.error, "read load of web: no answer (wake it)");
  }
  EXPECT_EQ(poll.Pause(), 10s);
  answer = std::nullopt;
  EXPECT_EQ(poll.Look({}).error, "") << "that it answered is no failure";
  EXPECT_EQ(poll.Pause(), 5s);
}

TEST_F(SourcePollTest, FollowsTheReplicaThatTheUrlStandsFor) {
  SourcePoll poll(kWeb, settings, world);
  for (const auto& next : {std::optional<std::string>(), std::optional<std::string>("10.0.0.2"),
                           std::optional<std::string>("10.0.0.2"), std::optional<std::string>("10.0.0.7")}) {
    address = next;
    poll.Look({});
  }
  EXPECT_THAT(made, ElementsAre("lb=,", "lb=10.0.0.2,", "lb=10.0.0.7,"));
}

TEST_F(SourcePollTest, TakesThePasswordFromTheVariable) {
  settings.password_env = "PASSWORD";
  SourcePoll poll(kWeb, settings, world);
  EXPECT_THAT(poll.Look({}).error, HasSubstr("variable PASSWORD is not set"));
  password = "s3cret";
  EXPECT_TRUE(poll.Look({}).value);
  EXPECT_THAT(made, ElementsAre("lb=,s3cret"));
}

TEST_F(SourcePollTest, AWrongUrlIsAFailureThatKeepsItsSecret) {
  settings.url = "http://ann:s3cret@lb";
  SourcePoll poll(kWeb, settings, world);
  EXPECT_THAT(poll.Look({}).error, AllOf(HasSubstr("password"), Not(HasSubstr("s3cret"))));
}

/// Keeps what it was sent, and can be waited for.
class Seen final : public Observations {
 public:
  void OnReadings(Readings readings) override {
    const std::lock_guard lock(mutex_);
    for (const auto& reading : readings.services) {
      ++count_[reading.signal];
      last_[reading.signal] = reading;
    }
    news_.notify_all();
  }
  void OnTopology(Topology) override {}
  void OnActivity(Activity) override {}
  void OnEngineLost(Error) override {}

  /// `count` more of a signal.
  bool WaitFor(const std::string& signal, int count = 1) {
    std::unique_lock lock(mutex_);
    const int wanted = count_[signal] + count;
    return news_.wait_for(lock, 10s, [&] { return count_[signal] >= wanted; });
  }
  int Count(const std::string& signal) {
    const std::lock_guard lock(mutex_);
    return count_[signal];
  }
  ServiceReading Last(const std::string& signal) {
    const std::lock_guard lock(mutex_);
    return last_[signal];
  }

 private:
  std::mutex mutex_;
  std::condition_variable news_;
  std::map<std::string, int> count_;
  std::map<std::string, ServiceReading> last_;
};

class FixedClock final : public Clock {
 public:
  Instant Now() const override { return kNow; }
};

class SourceWatchTest : public testing::Test {
 protected:
  ~SourceWatchTest() override { Release(); }

  SourceWorld World() {
    return {.address_of = [](const std::string&) { return std::nullopt; },
            .variable = [](const std::string&) { return std::nullopt; },
            .make = [this](const SourceSettings& settings, const SourceAccess&) -> Result<std::unique_ptr<Source>> {
              const std::lock_guard lock(mutex_);
              ++made_[settings.signal];
              return std::make_unique<Scripted>([this, signal = settings.signal] { return Answer(signal); });
            }};
  }
  Result<std::optional<double>> Answer(const std::string& signal) {
    if (signal == "broken") return Fail(Errc::kUnavailable, "it is down");
    std::unique_lock lock(mutex_);
    if (signal == "hangs") {
      hanging_ = true;
      changed_.notify_all();
      changed_.wait(lock, [&] { return released_; });
    }
    return 1.0;
  }
  void WaitUntilItHangs() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return hanging_; });
  }
  void Release() {
    const std::lock_guard lock(mutex_);
    released_ = true;
    changed_.notify_all();
  }
  int Made(const std::string& signal) {
    const std::lock_guard lock(mutex_);
    return made_[signal];
  }
  static SourceWatch::Sources Of(const std::vector<std::string>& signals, Duration interval = 2ms) {
    SourceWatch::Sources sources;
    for (const auto& signal : signals)
      sources.push_back({kWeb, {.signal = signal, .url = "http://lb", .interval = interval}});
    return sources;
  }

  FixedClock clock;
  Seen seen;

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool hanging_ = false, released_ = false;
  std::map<std::string, int> made_;
};

TEST_F(SourceWatchTest, LooksAgainAndAgain) {
  SourceWatch watch(clock, seen, World());
  watch.Watch(Of({"a", "broken"}));
  EXPECT_TRUE(seen.WaitFor("a", 3));
  EXPECT_TRUE(seen.WaitFor("broken", 3));
  EXPECT_EQ(seen.Last("a").value, 1.0);
  EXPECT_EQ(seen.Last("a").at, kNow);
  EXPECT_EQ(seen.Last("broken").value, std::nullopt);
  EXPECT_EQ(Made("a"), 1);
}

TEST_F(SourceWatchTest, OneThatHangsHoldsUpNoOther) {
  SourceWatch watch(clock, seen, World());
  watch.Watch(Of({"hangs", "a"}));
  WaitUntilItHangs();
  EXPECT_TRUE(seen.WaitFor("a", 3));
  watch.Watch(Of({"a", "b"}));
  EXPECT_TRUE(seen.WaitFor("b", 3)) << "Watch does not wait for it either";
  Release();
  EXPECT_TRUE(seen.WaitFor("a"));
  EXPECT_EQ(seen.Count("hangs"), 0) << "it was no longer wanted when it answered";
}

TEST_F(SourceWatchTest, WhatStaysGoesOn) {
  SourceWatch watch(clock, seen, World());
  watch.Watch(Of({"a", "b"}));
  EXPECT_TRUE(seen.WaitFor("b"));
  watch.Watch(Of({"a", "c", "c"}));
  EXPECT_TRUE(seen.WaitFor("c"));
  EXPECT_TRUE(seen.WaitFor("a"));
  EXPECT_EQ(Made("a"), 1);
  EXPECT_EQ(Made("c"), 1) << "said twice, looked at once";
  watch.Watch({});
  watch.Watch(Of({"b"}));
  EXPECT_TRUE(seen.WaitFor("b", 2));
  EXPECT_EQ(Made("b"), 2);
}

TEST_F(SourceWatchTest, EndsAtOnceHoweverLongTheInterval) {
  auto start = std::chrono::steady_clock::now();
  {
    SourceWatch watch(clock, seen, World());
    watch.Watch(Of({"a"}, 1h));
    EXPECT_TRUE(seen.Count("a") > 0 || seen.WaitFor("a"));
    start = std::chrono::steady_clock::now();
  }
  EXPECT_LT(std::chrono::steady_clock::now() - start, 5s);
}

}  // namespace
}  // namespace docktor::observe
