#include "act/engine_actuator.h"

#include <gmock/gmock.h>

#include <condition_variable>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <mutex>

#include <fmt/format.h>

#include "docker/fakes/fake_compose_files.h"
#include "docker/fakes/fake_engine.h"
#include "docker/json_reader.h"
#include "docker/project/description.h"
#include "docker/project/labels.h"

namespace docktor::act {
namespace {

using docker::FakeEngine;
using docker::FakeService;
using docker::Text;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;
using Call = FakeEngine::Call;

const ServiceKey kWeb{"shop", "web"}, kApi{"shop", "api"};

class StoppedClock final : public Clock {
 public:
  Instant Now() const override { return Instant{1'800'000'000s}; }
};

/// Keeps records, and how many calls the engine had had when each came.
class MemoryJournal final : public Journal {
 public:
  explicit MemoryJournal(const FakeEngine& engine) : engine_(engine) {}
  Status Append(RecordBody body) override {
    const std::lock_guard lock(mutex_);
    bodies_.push_back(std::move(body));
    calls_before_.push_back(engine_.Calls());
    if (refuses) return Fail(Errc::kUnavailable, "no space left on device");
    return {};
  }
  std::vector<RecordBody> Bodies() const {
    const std::lock_guard lock(mutex_);
    return bodies_;
  }
  std::vector<int> CallsBefore() const {
    const std::lock_guard lock(mutex_);
    return calls_before_;
  }
  std::atomic<bool> refuses = false;

 private:
  const FakeEngine& engine_;
  mutable std::mutex mutex_;
  std::vector<RecordBody> bodies_;
  std::vector<int> calls_before_;
};

class Inbox final : public ActionReports {
 public:
  explicit Inbox(const MemoryJournal& journal) : journal_(journal) {}
  void OnReport(ActionReport report) override {
    const std::lock_guard lock(mutex_);
    records_before_.push_back(journal_.Bodies().size());
    reports_.push_back(std::move(report));
    came_.notify_all();
  }
  void OnBalancerTold(BalancerTold told) override {
    const std::lock_guard lock(mutex_);
    told_ = std::move(told);
    came_.notify_all();
  }
  /// What came of the next call to a load balancer.
  BalancerTold Told() {
    std::unique_lock lock(mutex_);
    came_.wait(lock, [&] { return told_.has_value(); });
    return *std::exchange(told_, std::nullopt);
  }
  std::vector<ActionReport> Wait(std::size_t count) {
    std::unique_lock lock(mutex_);
    came_.wait(lock, [&] { return reports_.size() >= count; });
    return reports_;
  }
  std::size_t Count() {
    const std::lock_guard lock(mutex_);
    return reports_.size();
  }
  bool Said(const std::string& words) {
    const std::lock_guard lock(mutex_);
    return std::any_of(reports_.begin(), reports_.end(),
                       [&](const auto& r) { return r.message.find(words) != std::string::npos; });
  }
  std::size_t RecordsBefore(std::size_t report) {
    const std::lock_guard lock(mutex_);
    return records_before_.at(report);
  }

 private:
  const MemoryJournal& journal_;
  std::mutex mutex_;
  std::condition_variable came_;
  std::vector<ActionReport> reports_;
  std::optional<BalancerTold> told_;
  std::vector<std::size_t> records_before_;
};

class EngineActuatorTest : public testing::Test {
 protected:
  Decision Add(const ServiceKey& service, int from, int add, const ContainerId& source) {
    return Decide({.service = service, .from = from, .to = from + add, .add = add, .source = source});
  }
  Decision Remove(const ServiceKey& service, int from, std::vector<ContainerId> ids) {
    const auto to = from - static_cast<int>(ids.size());
    return Decide({.service = service, .from = from, .to = to, .remove = std::move(ids)});
  }
  Decision RemoveDrained(int from, std::vector<ContainerId> ids, DrainSettings drain) {
    auto decision = Remove(kWeb, from, std::move(ids));
    decision.action->drain = std::move(drain);
    return decision;
  }
  Decision Decide(Action action) {
    action.decision = {++decisions_};
    return {.id = action.decision, .service = action.service, .action = action};
  }
  ActionReport Do(const Decision& decision) {
    const auto before = inbox_.Count();
    actuator_.Start(decision, inbox_);
    return inbox_.Wait(before + 1).at(before);
  }
  Instant CreatedAt(const ContainerId& id) { return ParseInstant(Text(Inspect(id), {"Created"})).value(); }
  json::object Inspect(const ContainerId& id) { return engine_.Inspect(id).value(); }

  FakeEngine engine_;
  MemoryJournal journal_{engine_};
  Inbox inbox_{journal_};
  StoppedClock clock_;
  std::uint64_t decisions_ = 0;
  docker::FakeComposeFiles files_;
  EngineActuator actuator_{engine_, files_, journal_, clock_};
};

// Other limits.

TEST_F(EngineActuatorTest, GivesThoseThatRunAnotherLimit) {
  const auto ids = engine_.AddComposeService("shop", "web", 3);
  const auto others = engine_.AddComposeService("shop", "api", 1);
  engine_.Die(ids[2], 1);
  const auto before = Inspect(others[0]);
  const auto cpus = [&](const ContainerId& id) { return docker::Number(Inspect(id), {"HostConfig", "NanoCpus"}); };
  const auto stopped = cpus(ids[2]);
  const auto report = Do(Decide({.service = kWeb, .from = 2, .to = 2, .resize = Resize{.from = 0.5, .to = 1.25}}));
  EXPECT_TRUE(report.ok) << report.message;
  EXPECT_EQ(cpus(ids[0]), 1'250'000'000);
  EXPECT_EQ(cpus(ids[1]), 1'250'000'000);
  EXPECT_EQ(cpus(ids[2]), stopped);
  EXPECT_EQ(Inspect(others[0]), before);
  EXPECT_THAT(report.added, IsEmpty());
}

TEST_F(EngineActuatorTest, SaysWhatLimitAnEngineRefuses) {
  engine_.AddComposeService("shop", "web", 2);
  const auto report = Do(Decide({.service = kWeb, .from = 2, .to = 2, .resize = Resize{.from = 0.5, .to = 64}}));
  EXPECT_FALSE(report.ok);
  EXPECT_THAT(report.message, HasSubstr("change shop-web-2: Range of CPUs is from 0.01 to 8.00"));
  EXPECT_EQ(engine_.Calls(Call::kUpdate), 1) << "the next one would be refused as well";
}

// Adding.

TEST_F(EngineActuatorTest, AddsRunningCopiesNumberedOnwards) {
  const auto ids = engine_.AddComposeService("shop", "web", 2, {.config_hash = "c0de"});
  const auto report = Do(Add(kWeb, 2, 3, ids[1]));
  EXPECT_TRUE(report.ok) << report.message;
  EXPECT_EQ(report.message, "");
  EXPECT_THAT(report.added, SizeIs(3));
  EXPECT_THAT(engine_.Names(kWeb, "running"),
              UnorderedElementsAre("shop-web-1", "shop-web-2", "shop-web-3", "shop-web-4", "shop-web-5"));
  const auto copy = Inspect(report.added[0]);
  EXPECT_EQ(Text(copy, {"Name"}), "/shop-web-3");
  EXPECT_EQ(Text(copy, {"Config", "Labels", docker::kNumberLabel}), "3");
  EXPECT_EQ(Text(copy, {"Config", "Labels", docker::kCopyLabel}), "d1");
  EXPECT_EQ(Text(copy, {"Config", "Labels", docker::kConfigHashLabel}), "c0de");
  EXPECT_EQ(report.decision, DecisionId{1});
  EXPECT_EQ(report.service, kWeb);
  EXPECT_EQ(report.at, clock_.Now());
}

TEST_F(EngineActuatorTest, TouchesNothingElse) {
  const auto ids = engine_.AddComposeService("shop", "web", 2);
  engine_.AddComposeService("shop", "api", 2);
  engine_.AddComposeService("other", "web", 2);
  std::map<std::string, json::object> before;
  for (const auto* name : {"shop-web-1", "shop-web-2", "shop-api-1", "shop-api-2", "other-web-1", "other-web-2"})
    before[name] = engine_.Find(name).value();
  const auto added = Do(Add(kWeb, 2, 2, ids[1])).added;
  Do(Remove(kWeb, 4, added));
  for (const auto& [name, inspect] : before) EXPECT_EQ(engine_.Find(name), inspect) << name;
}

TEST_F(EngineActuatorTest, EachCopyHasAnonymousVolumesOfItsOwn) {
  const auto ids =
      engine_.AddComposeService("shop", "web", 1, {.volumes = {{"data", "/data"}}, .anonymous_volumes = {"/cache"}});
  ASSERT_TRUE(Do(Add(kWeb, 1, 2, ids[0])).ok);
  EXPECT_THAT(engine_.VolumeNames(), SizeIs(4)) << "shop_data and three anonymous ones";
}

TEST_F(EngineActuatorTest, ExitedReplicasCountForTheNumber) {
  const auto ids = engine_.AddComposeService("shop", "web", 3);
  engine_.Die(ids[2], 1);
  Do(Add(kWeb, 2, 1, ids[1]));
  EXPECT_THAT(engine_.Names(kWeb, "running"), ElementsAre("shop-web-1", "shop-web-2", "shop-web-4"));
}

TEST_F(EngineActuatorTest, ANameThatIsTakenIsSkipped) {
  const auto ids = engine_.AddComposeService("shop", "web", 2);
  engine_.Rename(engine_.AddComposeService("foreign", "x", 1)[0], "shop-web-3");
  const auto report = Do(Add(kWeb, 2, 2, ids[1]));
  EXPECT_TRUE(report.ok) << report.message;
  EXPECT_THAT(engine_.Names(kWeb, "running"),
              UnorderedElementsAre("shop-web-1", "shop-web-2", "shop-web-4", "shop-web-5"));
}

TEST_F(EngineActuatorTest, NamesThatStayTakenAreAFailure) {
  const auto ids = engine_.AddComposeService("shop", "web", 1);
  for (int i = 1; i <= 20; ++i) engine_.FailNth(Call::kCreate, i, {Errc::kConflict, "name in use"});
  const auto report = Do(Add(kWeb, 1, 1, ids[0]));
  EXPECT_FALSE(report.ok);
  EXPECT_THAT(report.message, HasSubstr("name in use"));
}

TEST_F(EngineActuatorTest, OneCreationThatFailsLeavesTheOthers) {
  const auto ids = engine_.AddComposeService("shop", "web", 1);
  engine_.FailNth(Call::kCreate, 2, {Errc::kUnavailable, "no space left on device"});
  const auto report = Do(Add(kWeb, 1, 3, ids[0]));
  EXPECT_FALSE(report.ok);
  EXPECT_THAT(report.message, testing::MatchesRegex("create shop-web-[234]: no space left on device"));
  EXPECT_THAT(report.added, SizeIs(2));
  EXPECT_THAT(engine_.Names(kWeb, "running"), SizeIs(3));
}

TEST_F(EngineActuatorTest, ACopyThatDoesNotStartIsRemovedAgain) {
  const auto ids = engine_.AddComposeService("shop", "web", 1, {.anonymous_volumes = {"/cache"}});
  engine_.FailNext(Call::kStart, {Errc::kUnavailable, "port is already allocated"});
  const auto report = Do(Add(kWeb, 1, 1, ids[0]));
  EXPECT_FALSE(report.ok);
  EXPECT_EQ(report.message, "start shop-web-2: port is already allocated");
  EXPECT_THAT(report.added, IsEmpty());
  EXPECT_THAT(engine_.Names(kWeb), ElementsAre("shop-web-1"));
  EXPECT_THAT(engine_.VolumeNames(), SizeIs(1)) << "its volume went with it";
}

TEST_F(EngineActuatorTest, AStartWhoseAnswerGotLostCounts) {
  const auto ids = engine_.AddComposeService("shop", "web", 1);
  engine_.FailNext(Call::kStart, {Errc::kTimeout, "no answer"}, FakeEngine::Effect::kHappened);
  const auto report = Do(Add(kWeb, 1, 1, ids[0]));
  EXPECT_TRUE(report.ok) << report.message;
  EXPECT_THAT(report.added, SizeIs(1));
  EXPECT_THAT(engine_.Names(kWeb, "running"), SizeIs(2));
}

TEST_F(EngineActuatorTest, ACreationWhoseAnswerGotLostLeavesNothing) {
  const auto ids = engine_.AddComposeService("shop", "web", 1);
  engine_.FailNext(Call::kCreate, {Errc::kTimeout, "no answer"}, FakeEngine::Effect::kHappened);
  const auto report = Do(Add(kWeb, 1, 1, ids[0]));
  EXPECT_FALSE(report.ok);
  EXPECT_THAT(engine_.Names(kWeb), ElementsAre("shop-web-1"));
}

TEST_F(EngineActuatorTest, WhatAnEarlierAttemptLeftIsRemovedFirst) {
  const auto ids = engine_.AddComposeService("shop", "web", 1);
  const FakeService copied{.labels = {{docker::kCopyLabel, "d1"}}};
  const auto left = engine_.AddComposeService("shop", "web", 1, copied)[0];
  const auto mere = engine_.AddComposeService("shop", "web", 1)[0];
  const auto others = engine_.AddComposeService("shop", "api", 1, copied)[0];
  for (const auto& id : {left, mere, others})
    engine_.Edit(id, [](json::object& inspect) { inspect["State"].as_object()["Status"] = "created"; });
  const auto report = Do(Add(kWeb, 1, 1, ids[0]));
  EXPECT_TRUE(report.ok) << report.message;
  EXPECT_EQ(report.message, "removed shop-web-2, a copy that never started");
  EXPECT_THAT(engine_.Names(kWeb), ElementsAre("shop-web-1", "shop-web-3", "shop-web-4")) << "what Compose made stays";
  EXPECT_THAT(engine_.Names(kApi), ElementsAre("shop-api-1"));
}

TEST_F(EngineActuatorTest, CopiesThatCrashedAreRemovedFirst) {
  const auto ids = engine_.AddComposeService("shop", "web", 2);
  const FakeService copied{.labels = {{docker::kCopyLabel, "d1"}}};
  const auto copies = engine_.AddComposeService("shop", "web", 3, copied);
  engine_.Die(ids[0], 1);
  engine_.Die(copies[0], 137);
  engine_.Die(copies[1], 0);
  auto decision = Add(kWeb, 2, 1, ids[1]);
  decision.action->crashed = {ids[0], copies[0], copies[1]};
  const auto report = Do(decision);
  EXPECT_EQ(report.message, "removed shop-web-3, a copy that crashed");
  EXPECT_THAT(engine_.Names(kWeb, "exited"), ElementsAre("shop-web-1", "shop-web-4"))
      << "what Compose made, and what came to its end, stays";
}

TEST_F(EngineActuatorTest, CopiesThatAreNotSaidToHaveCrashedStay) {
  const auto ids = engine_.AddComposeService("shop", "web", 1);
  const FakeService copied{.anonymous_volumes = {"/cache"}, .labels = {{docker::kCopyLabel, "d1"}}};
  const auto copies = engine_.AddComposeService("shop", "web", 3, copied);
  engine_.Kill(copies[0], 15);
  engine_.Die(copies[1], 1);
  engine_.Die(copies[2], 1);
  ASSERT_TRUE(engine_.Start(copies[2]));
  const auto volumes = engine_.VolumeNames();
  auto decision = Add(kWeb, 2, 1, ids[0]);
  decision.action->crashed = {copies[2]};
  const auto report = Do(decision);
  EXPECT_EQ(report.message, "");
  EXPECT_THAT(report.added, SizeIs(1));
  EXPECT_THAT(engine_.Names(kWeb, "exited"), ElementsAre("shop-web-2", "shop-web-3"));
  EXPECT_THAT(engine_.Names(kWeb, "running"), testing::Contains("shop-web-4")) << "it runs again";
  EXPECT_THAT(engine_.VolumeNames(), testing::IsSupersetOf(volumes));
}

TEST_F(EngineActuatorTest, ACrashedCopyIsKeptWhereItIsTheLastThatCanBeCopied) {
  const FakeService copied{.labels = {{docker::kCopyLabel, "d1"}}};
  const auto copies = engine_.AddComposeService("shop", "web", 1, copied);
  engine_.Die(copies[0], 1);
  auto decision = Add(kWeb, 0, 1, {});
  decision.action->crashed = copies;
  EXPECT_TRUE(Do(decision).ok);
  EXPECT_THAT(engine_.Names(kWeb, "running"), ElementsAre("shop-web-2"));
}

TEST_F(EngineActuatorTest, WithTheSourceGoneTheNewestRunningOneIsCopied) {
  const auto old = engine_.AddComposeService("shop", "web", 1, {.config_hash = "old"});
  const auto ids = engine_.AddComposeService("shop", "web", 2, {.config_hash = "new"});
  engine_.Destroy(ids[1]);
  const auto report = Do(Add(kWeb, 2, 1, ids[1]));
  ASSERT_TRUE(report.ok) << report.message;
  EXPECT_THAT(report.message, HasSubstr("copied shop-web-2"));
  EXPECT_EQ(Text(Inspect(report.added[0]), {"Config", "Labels", docker::kConfigHashLabel}), "new");
}

TEST_F(EngineActuatorTest, AServiceAtZeroComesBackFromItsLastReplica) {
  const auto ids = engine_.AddComposeService("shop", "web", 1, {.config_hash = "c0de"});
  ASSERT_TRUE(Do(Remove(kWeb, 1, ids)).ok);
  ASSERT_THAT(engine_.Names(kWeb), IsEmpty());
  const auto report = Do(Add(kWeb, 0, 2, {}));
  ASSERT_TRUE(report.ok) << report.message;
  EXPECT_THAT(engine_.Names(kWeb, "running"), UnorderedElementsAre("shop-web-1", "shop-web-2"));
  EXPECT_EQ(Text(Inspect(report.added[0]), {"Config", "Labels", docker::kConfigHashLabel}), "c0de");
}

TEST_F(EngineActuatorTest, WhereAllHaveEndedOneOfThoseIsCopied) {
  const auto ids = engine_.AddComposeService("shop", "web", 1);
  engine_.Die(ids[0], 1);
  EXPECT_TRUE(Do(Add(kWeb, 0, 1, {})).ok);
  EXPECT_THAT(engine_.Names(kWeb, "running"), ElementsAre("shop-web-2"));
}

/// A program `docker` in front of the real one, for as long as it lives.
class FakeDocker {
 public:
  explicit FakeDocker(const std::string& script) {
    auto pattern = std::filesystem::temp_directory_path().string() + "/docktor-XXXXXX";
    folder_ = mkdtemp(pattern.data());
    const auto program = folder_ / "docker";
    std::ofstream(program) << "#!/bin/sh\n" << script << "\n";
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
    setenv("PATH", (folder_.string() + ":" + path_).c_str(), 1);
  }
  ~FakeDocker() {
    setenv("PATH", path_.c_str(), 1);
    std::filesystem::remove_all(folder_);
  }

 private:
  std::string path_ = std::getenv("PATH");
  std::filesystem::path folder_;
};

TEST_F(EngineActuatorTest, WithNothingToCopyComposeIsAsked) {
  engine_.AddComposeService("shop", "api", 1);
  const FakeDocker docker("shift 2; echo \"$*\"; exit 1");
  const auto report = Do(Add(kWeb, 0, 2, {}));
  EXPECT_FALSE(report.ok);
  EXPECT_THAT(report.message,
              HasSubstr("start shop/web by Compose: compose -p shop --project-directory /srv/app -f "
                        "/srv/app/compose.yaml --progress quiet up -d --no-deps --no-recreate --no-build --pull never "
                        "--scale web=2 web"));
  EXPECT_EQ(engine_.Calls(Call::kCreate), 0);
}

TEST_F(EngineActuatorTest, AComposeThatIsMissingIsSaid) {
  engine_.AddComposeService("shop", "api", 1);
  const FakeDocker docker("echo \"docker: 'compose' is not a docker command.\"; exit 1");
  EXPECT_THAT(Do(Add(kWeb, 0, 1, {})).message, HasSubstr("the docker command here has no Compose"));
}

TEST_F(EngineActuatorTest, WhatComposeSaysLastIsPassedOnAsItMayBeShown) {
  engine_.AddComposeService("shop", "api", 1);
  const FakeDocker docker("echo first; printf 'no caf\\351 \\033[31mred\\r\\n'; exit 1");
  EXPECT_THAT(Do(Add(kWeb, 0, 1, {})).message, testing::EndsWith("by Compose: no caf\uFFFD  [31mred"));
}

TEST_F(EngineActuatorTest, WhyComposeFailedIsSaidThoughTheEngineDoesNotShowWhatCameOfIt) {
  engine_.AddComposeService("shop", "api", 1);
  const FakeDocker docker("echo no space left; exit 1");
  engine_.FailNth(Call::kList, 3, {Errc::kUnavailable, "connection refused"});
  const auto report = Do(Add(kWeb, 0, 1, {}));
  EXPECT_THAT(report.message, HasSubstr("no space left"));
  EXPECT_THAT(report.message, HasSubstr("connection refused"));
}

TEST_F(EngineActuatorTest, WithNothingToCopyAndNoFilesKnownItSaysWhatToDo) {
  const auto report = Do(Add(kWeb, 0, 1, {}));
  EXPECT_FALSE(report.ok);
  EXPECT_THAT(report.message, HasSubstr("docker compose -p shop up -d --no-deps web"));
}

TEST_F(EngineActuatorTest, NeverMoreThanDecided) {
  const auto ids = engine_.AddComposeService("shop", "web", 2);
  const auto decision = Add(kWeb, 2, 2, ids[0]);
  engine_.AddComposeService("shop", "web", 1);  // somebody else was quicker
  const auto report = Do(decision);
  EXPECT_TRUE(report.ok) << report.message;
  EXPECT_THAT(report.added, SizeIs(1));
  EXPECT_THAT(report.message, HasSubstr("1 added instead of 2"));
  EXPECT_THAT(engine_.Names(kWeb, "running"), SizeIs(4));
}

TEST_F(EngineActuatorTest, AnEngineThatIsAwayIsSaid) {
  const auto ids = engine_.AddComposeService("shop", "web", 1);
  engine_.Lose();
  for (const auto& decision : {Add(kWeb, 1, 1, ids[0]), Remove(kWeb, 1, ids)}) {
    const auto report = Do(decision);
    EXPECT_FALSE(report.ok);
    EXPECT_THAT(report.message, HasSubstr("list the containers of shop/web: Cannot connect"));
  }
}

// Files that Compose wrote.

TEST_F(EngineActuatorTest, FilesThatComposeWroteAreInACopyBeforeItStarts) {
  const auto ids = engine_.AddComposeService("shop", "web", 1);
  const auto made = CreatedAt(ids[0]);
  engine_.AddFile(ids[0], {"/run/secrets/token", made, 4, true}, "s3cr");
  engine_.AddFile(ids[0], {"/etc/app.conf", made + 2s, 4, true}, "x: 1");
  engine_.AddFile(ids[0], {"/run/app.pid", made + 1s, 1, false}, "7");
  engine_.AddFile(ids[0], {"/later", made + 1min, 1, true}, "x");
  engine_.AddFile(ids[0], {"/unpacked", made - 1min, 1, true}, "x");
  engine_.AddFile(ids[0], {"/dump", made + 1s, 9 << 20, true}, "large");
  engine_.AddFile(ids[0], {"/etc/hosts", made, 1, true}, "x");
  engine_.Hang(Call::kStart);
  actuator_.Start(Add(kWeb, 1, 1, ids[0]), inbox_);
  engine_.WaitUntilHanging(Call::kStart);
  const auto copy = engine_.Ids(kWeb).back();
  EXPECT_EQ(engine_.FileIn(copy, "/run/secrets/token"), "s3cr");
  EXPECT_EQ(engine_.FileIn(copy, "/etc/app.conf"), "x: 1");
  for (const auto* path : {"/run/app.pid", "/later", "/unpacked", "/dump", "/etc/hosts"})
    EXPECT_FALSE(engine_.FileIn(copy, path)) << path;
  engine_.Release(Call::kStart);
  EXPECT_EQ(inbox_.Wait(1)[0].message, "");
}

TEST_F(EngineActuatorTest, FilesThatComposeWroteAreFoundAmongVeryManyWithoutLookingAtAll) {
  const auto ids = engine_.AddComposeService("shop", "web", 1);
  const auto made = CreatedAt(ids[0]);
  for (int i = 0; i < 2000; ++i) engine_.AddFile(ids[0], {fmt::format("/app/cache/{}", i), made + 1min, 1, false}, "x");
  engine_.AddFile(ids[0], {"/run/secrets/token", made, 4, true}, "s3cr");
  engine_.AddFile(ids[0], {"/app/settings.conf", made, 4, true}, "x: 1");
  const auto report = Do(Add(kWeb, 1, 1, ids[0]));
  ASSERT_TRUE(report.ok) << report.message;
  EXPECT_EQ(engine_.FileIn(report.added.at(0), "/run/secrets/token"), "s3cr");
  EXPECT_EQ(engine_.FileIn(report.added.at(0), "/app/settings.conf"), "x: 1");
  EXPECT_THAT(report.message, HasSubstr("1502 of the 2002 files that came into"));
  EXPECT_EQ(engine_.Calls(Call::kStatFile), 500);
}

TEST_F(EngineActuatorTest, WhatIsMountedIsNoFileThatComposeWrote) {
  const auto ids = engine_.AddComposeService("shop", "web", 1, {.volumes = {{"data", "/run/secrets/bound"}}});
  engine_.AddFile(ids[0], {"/run/secrets/bound", CreatedAt(ids[0]), 1, true}, "x");
  ASSERT_TRUE(Do(Add(kWeb, 1, 1, ids[0])).ok);
  EXPECT_EQ(engine_.Calls(Call::kWriteFile), 0);
}

TEST_F(EngineActuatorTest, ACopyOfACopyHasTheFilesToo) {
  const auto ids = engine_.AddComposeService("shop", "web", 1);
  engine_.AddFile(ids[0], {"/etc/app.conf", CreatedAt(ids[0]), 4, true}, "x: 1");
  const auto copy = Do(Add(kWeb, 1, 1, ids[0])).added.at(0);
  const auto second = Do(Add(kWeb, 2, 1, copy)).added.at(0);
  EXPECT_EQ(engine_.FileIn(second, "/etc/app.conf"), "x: 1");
}

TEST_F(EngineActuatorTest, WithoutItsFilesNoCopyIsStarted) {
  const auto ids = engine_.AddComposeService("shop", "web", 1);
  engine_.AddFile(ids[0], {"/run/secrets/token", CreatedAt(ids[0]), 4, true}, "s3cr");
  for (const auto call : {Call::kAddedPaths, Call::kStatFile, Call::kReadFile, Call::kWriteFile}) {
    engine_.FailNext(call, {Errc::kUnavailable, "no answer"});
    const auto report = Do(Add(kWeb, 1, 1, ids[0]));
    EXPECT_FALSE(report.ok);
    EXPECT_THAT(report.message, HasSubstr("no answer"));
    EXPECT_THAT(report.message, testing::Not(HasSubstr("s3cr")));
  }
  EXPECT_THAT(engine_.Names(kWeb), ElementsAre("shop-web-1"));
}

TEST_F(EngineActuatorTest, WhereTheSourceGoesMeanwhileAnotherReplicaIsCopiedWithItsFiles) {
  for (const auto call : {Call::kAddedPaths, Call::kStatFile, Call::kReadFile}) {
    const auto ids = engine_.AddComposeService("shop", "web", 2);
    for (const auto& id : ids) engine_.AddFile(id, {"/run/secrets/token", CreatedAt(id), 4, true}, "s3cr");
    const auto before = inbox_.Count();
    engine_.Hang(call);
    actuator_.Start(Add(kWeb, 2, 1, ids[1]), inbox_);
    engine_.WaitUntilHanging(call);
    engine_.Destroy(ids[1]);
    engine_.Release(call);
    const auto report = inbox_.Wait(before + 1).at(before);
    ASSERT_TRUE(report.ok) << report.message;
    EXPECT_THAT(report.message, HasSubstr("copied shop-web-1"));
    EXPECT_EQ(engine_.FileIn(report.added.at(0), "/run/secrets/token"), "s3cr");
    engine_.TakeDown("shop");
  }
}

TEST_F(EngineActuatorTest, WhereTheLastReplicaGoesMeanwhileNoneIsMadeWithoutItsFiles) {
  const auto ids = engine_.AddComposeService("shop", "web", 1);
  engine_.AddFile(ids[0], {"/run/secrets/token", CreatedAt(ids[0]), 4, true}, "s3cr");
  engine_.Hang(Call::kReadFile);
  actuator_.Start(Add(kWeb, 1, 1, ids[0]), inbox_);
  engine_.WaitUntilHanging(Call::kReadFile);
  engine_.Destroy(ids[0]);
  engine_.Release(Call::kReadFile);
  EXPECT_FALSE(inbox_.Wait(1)[0].ok);
  EXPECT_EQ(engine_.Calls(Call::kCreate), 0);
}

TEST_F(EngineActuatorTest, FilesThatWentWithTheLastReplicaAreNamed) {
  const auto ids = engine_.AddComposeService("shop", "web", 1);
  engine_.AddFile(ids[0], {"/run/secrets/token", CreatedAt(ids[0]), 4, true}, "s3cr");
  ASSERT_TRUE(Do(Remove(kWeb, 1, ids)).ok);
  const auto report = Do(Add(kWeb, 0, 1, {}));
  EXPECT_FALSE(report.ok);
  EXPECT_THAT(report.message, HasSubstr("Compose had written /run/secrets/token into it"));
  EXPECT_THAT(engine_.Names(kWeb), IsEmpty());
}

// Removing.

TEST_F(EngineActuatorTest, RemovesExactlyThese) {
  const auto ids = engine_.AddComposeService("shop", "web", 4);
  const auto report = Do(Remove(kWeb, 4, {ids[1], ids[3]}));
  EXPECT_TRUE(report.ok) << report.message;
  EXPECT_THAT(report.removed, ElementsAre(ids[1], ids[3]));
  EXPECT_THAT(engine_.Names(kWeb), ElementsAre("shop-web-1", "shop-web-3"));
}

TEST_F(EngineActuatorTest, AnonymousVolumesGoWithCopiesOnly) {
  const auto ids =
      engine_.AddComposeService("shop", "web", 1, {.volumes = {{"data", "/data"}}, .anonymous_volumes = {"/cache"}});
  const auto copy = Do(Add(kWeb, 1, 1, ids[0])).added;
  const auto composes = docker::Text(docker::Array(Inspect(ids[0]), {"Mounts"})[1].as_object(), {"Name"});
  const auto report = Do(Remove(kWeb, 2, {copy[0], ids[0]}));
  EXPECT_TRUE(report.ok) << report.message;
  EXPECT_THAT(report.kept_volumes, ElementsAre(composes));
  EXPECT_THAT(engine_.VolumeNames(), UnorderedElementsAre("shop_data", composes));
}

TEST_F(EngineActuatorTest, WhatBelongsToAnotherIsLeftAlone) {
  const auto ids = engine_.AddComposeService("shop", "web", 2);
  const auto database = engine_.AddComposeService("shop", "db", 1)[0];
  const auto foreign = engine_.AddComposeService("other", "web", 1)[0];
  const auto report = Do(Remove(kWeb, 5, {database, foreign, ids[0]}));
  EXPECT_FALSE(report.ok);
  EXPECT_THAT(report.message, HasSubstr("remove shop-db-1: it is a replica of shop/db, not of shop/web: left alone"));
  EXPECT_THAT(report.message, HasSubstr("other-web-1"));
  EXPECT_THAT(engine_.Names({"shop", "db"}, "running"), SizeIs(1));
  EXPECT_THAT(engine_.Names({"other", "web"}, "running"), SizeIs(1));
}

TEST_F(EngineActuatorTest, WhatIsGoneAlreadyIsSuccess) {
  const auto ids = engine_.AddComposeService("shop", "web", 3);
  const auto decision = Remove(kWeb, 3, {ids[0], ids[1]});
  engine_.Destroy(ids[0]);
  const auto report = Do(decision);
  EXPECT_TRUE(report.ok) << report.message;
  EXPECT_THAT(report.removed, ElementsAre(ids[1]));
  EXPECT_EQ(report.message, ids[0].Short() + " was gone already");
}

TEST_F(EngineActuatorTest, NeverFewerThanDecided) {
  const auto ids = engine_.AddComposeService("shop", "web", 4);
  const auto decision = Remove(kWeb, 4, {ids[0], ids[1]});
  engine_.Die(ids[3], 1);  // so one removal is enough
  const auto report = Do(decision);
  EXPECT_TRUE(report.ok) << report.message;
  EXPECT_THAT(report.removed, ElementsAre(ids[0]));
  EXPECT_EQ(report.message, "kept shop-web-2: no more than 2 run by now");
}

TEST_F(EngineActuatorTest, OneThatHasEndedIsRemovedWhateverTheCount) {
  const auto ids = engine_.AddComposeService("shop", "web", 3);
  engine_.Die(ids[0], 1);
  EXPECT_THAT(Do(Decide({.service = kWeb, .from = 2, .to = 2, .remove = {ids[0]}})).removed, ElementsAre(ids[0]));
}

TEST_F(EngineActuatorTest, AStopThatFailsLeavesTheReplica) {
  const auto ids = engine_.AddComposeService("shop", "web", 2);
  engine_.FailNext(Call::kStop, {Errc::kUnavailable, "permission denied"});
  const auto report = Do(Remove(kWeb, 2, {ids[0]}));
  EXPECT_FALSE(report.ok);
  EXPECT_EQ(report.message, "stop shop-web-1: permission denied");
  EXPECT_THAT(engine_.Names(kWeb, "running"), SizeIs(2));
}

TEST_F(EngineActuatorTest, AStopWhoseAnswerGotLostGoesOn) {
  const auto ids = engine_.AddComposeService("shop", "web", 2);
  engine_.FailNext(Call::kStop, {Errc::kTimeout, "no answer"}, FakeEngine::Effect::kHappened);
  EXPECT_TRUE(Do(Remove(kWeb, 2, {ids[0]})).ok);
  EXPECT_THAT(engine_.Names(kWeb), ElementsAre("shop-web-2"));
}

TEST_F(EngineActuatorTest, WhatWasStoppedAndNotRemovedIsNamedToWhoTidiesUp) {
  const auto ids = engine_.AddComposeService("shop", "web", 4);
  engine_.FailNext(Call::kRemove, {Errc::kUnavailable, "500"});
  Do(Remove(kWeb, 4, {ids[0]}));
  EXPECT_THAT(actuator_.TakeUnanswered(), SizeIs(1));
  engine_.FailNext(Call::kStop, {Errc::kTimeout, "no answer"});
  Do(Remove(kWeb, 3, {ids[1]}));
  EXPECT_THAT(actuator_.TakeUnanswered(), SizeIs(1)) << "it may stop yet";
  engine_.FailNext(Call::kStop, {Errc::kUnavailable, "empty reply"});
  Do(Remove(kWeb, 3, {ids[2]}));
  EXPECT_THAT(actuator_.TakeUnanswered(), SizeIs(1)) << "the engine may have heard it, though it runs on by now";
  engine_.FailNext(Call::kStop, {Errc::kDenied, "permission denied"});
  Do(Remove(kWeb, 3, {ids[2]}));
  EXPECT_THAT(actuator_.TakeUnanswered(), IsEmpty()) << "it runs on";
}

TEST_F(EngineActuatorTest, ARemovalWhoseAnswerGotLostCounts) {
  const auto ids = engine_.AddComposeService("shop", "web", 2);
  engine_.FailNext(Call::kRemove, {Errc::kTimeout, "no answer"}, FakeEngine::Effect::kHappened);
  EXPECT_TRUE(Do(Remove(kWeb, 2, {ids[0]})).ok);
  EXPECT_THAT(engine_.Names(kWeb), ElementsAre("shop-web-2"));
}

TEST_F(EngineActuatorTest, ARemovalThatIsRefusedIsSaid) {
  const auto ids = engine_.AddComposeService("shop", "web", 2);
  engine_.FailNext(Call::kRemove, {Errc::kConflict, "container is running"});
  const auto report = Do(Remove(kWeb, 2, {ids[0]}));
  EXPECT_FALSE(report.ok);
  EXPECT_EQ(report.message, "remove shop-web-1: container is running");
  EXPECT_THAT(report.removed, IsEmpty());
}

TEST_F(EngineActuatorTest, ARemovalThatSomebodyElseMadeCounts) {
  const auto ids = engine_.AddComposeService("shop", "web", 2);
  engine_.FailNext(Call::kRemove, {Errc::kConflict, "removal is already in progress"}, FakeEngine::Effect::kHappened);
  EXPECT_TRUE(Do(Remove(kWeb, 2, {ids[0]})).ok);
}

// Draining, and calling a removal off.

TEST_F(EngineActuatorTest, TheDrainComesBeforeTheStop) {
  const auto ids = engine_.AddComposeService("shop", "web", 3);
  engine_.Hang(Call::kStop);
  actuator_.Start(RemoveDrained(3, {ids[0], ids[1]}, {.command = {"drain", "now"}, .delay = 1ms}), inbox_);
  engine_.WaitUntilHanging(Call::kStop, 2);
  EXPECT_THAT(engine_.Executed(ids[0]), ElementsAre("drain now"));
  EXPECT_THAT(engine_.Executed(ids[1]), ElementsAre("drain now"));
  EXPECT_THAT(engine_.Executed(ids[2]), IsEmpty());
  engine_.Release(Call::kStop);
  const auto report = inbox_.Wait(1)[0];
  EXPECT_TRUE(report.ok) << report.message;
  EXPECT_EQ(report.message, "");
  EXPECT_THAT(report.removed, SizeIs(2));
}

TEST_F(EngineActuatorTest, ADrainThatFailsKeepsNothingBack) {
  const auto ids = engine_.AddComposeService("shop", "web", 2);
  engine_.ProgramsEnd(3);
  const auto report = Do(RemoveDrained(2, {ids[0]}, {.command = {"drain"}}));
  EXPECT_TRUE(report.ok) << report.message;
  EXPECT_EQ(report.message, "drain " + ids[0].Short() + ": its command ended with 3");
  EXPECT_THAT(report.removed, ElementsAre(ids[0]));
  engine_.FailNext(Call::kExec, {Errc::kInvalidInput, "no such program"});
  EXPECT_THAT(Do(RemoveDrained(1, {ids[1]}, {.command = {"drain"}})).message, HasSubstr("no such program"));
}

TEST_F(EngineActuatorTest, WhatDoesNotRunOrIsAnothersIsNotDrained) {
  const auto ids = engine_.AddComposeService("shop", "web", 2);
  const auto others = engine_.AddComposeService("shop", "api", 1);
  engine_.Pause(ids[0]);
  Do(RemoveDrained(3, {ids[0], others[0]}, {.command = {"drain"}, .delay = 1h}));
  EXPECT_EQ(engine_.Calls(Call::kExec), 0);
  EXPECT_THAT(engine_.Names(kWeb), ElementsAre("shop-web-2"));
}

TEST_F(EngineActuatorTest, ADrainCalledOffWhileItLastsLeavesTheReplicas) {
  const auto ids = engine_.AddComposeService("shop", "web", 3);
  const auto decision = RemoveDrained(3, {ids[0], ids[1]}, {.delay = 1h});
  actuator_.Start(decision, inbox_);
  actuator_.CancelDrain(kWeb, decision.id);
  const auto report = inbox_.Wait(1)[0];
  EXPECT_TRUE(report.ok) << report.message;
  EXPECT_THAT(report.removed, IsEmpty());
  EXPECT_THAT(report.message, HasSubstr("kept " + ids[0].Short() + ": its removal was called off"));
  EXPECT_EQ(engine_.Calls(Call::kStop), 0);
  EXPECT_THAT(engine_.Names(kWeb, "running"), SizeIs(3));
}

TEST_F(EngineActuatorTest, WhatHasItsStopSignalGoesThoughTheRestIsCalledOff) {
  const auto ids = engine_.AddComposeService("shop", "web", 11);
  const auto decision = RemoveDrained(11, {ids.begin(), ids.begin() + 10}, {});
  engine_.Hang(Call::kStop);
  actuator_.Start(decision, inbox_);
  engine_.WaitUntilHanging(Call::kStop, 8);
  actuator_.CancelDrain(kWeb, decision.id);
  engine_.Release(Call::kStop);
  EXPECT_THAT(inbox_.Wait(1)[0].removed, SizeIs(8));
  EXPECT_THAT(engine_.Names(kWeb, "running"), SizeIs(3));
}

TEST_F(EngineActuatorTest, AnActionThatHasEndedCannotBeCalledOff) {
  const auto ids = engine_.AddComposeService("shop", "web", 3);
  const auto decision = RemoveDrained(3, {ids[0]}, {});
  ASSERT_TRUE(Do(decision).ok);
  actuator_.CancelDrain(kWeb, decision.id);
  actuator_.CancelDrain(kApi, {99});
  EXPECT_THAT(Do(Remove(kWeb, 2, {ids[1]})).removed, ElementsAre(ids[1]));
}

TEST_F(EngineActuatorTest, TheCountIsLookedAtAgainAfterTheDrain) {
  const auto ids = engine_.AddComposeService("shop", "web", 4);
  engine_.Pause(ids[0]);  // so that no command is run in it
  engine_.ProgramsEnd(std::nullopt);
  actuator_.Start(RemoveDrained(4, {ids[0], ids[1]}, {.command = {"drain"}}), inbox_);
  while (engine_.Executed(ids[1]).empty()) std::this_thread::yield();
  engine_.Die(ids[3], 1);
  engine_.ProgramsEnd(0);
  const auto report = inbox_.Wait(1)[0];
  EXPECT_EQ(report.message, "kept shop-web-1: no more than 2 run by now");
  EXPECT_THAT(report.removed, ElementsAre(ids[1])) << "which serves no more";
}

TEST_F(EngineActuatorTest, AReplicaThatItsPolicyStartsAnewWhileItIsDrainedIsKnownForOurs) {
  const auto ids = engine_.AddComposeService("shop", "web", 2);
  auto decision = RemoveDrained(2, {ids[0]}, {.command = {"drain"}});
  decision.action->runs = {{ids[0].value, docker::RunOf(Inspect(ids[0]))}};
  engine_.ProgramsEnd(std::nullopt);
  engine_.FailNext(Call::kRemove, {Errc::kUnavailable, "500"});
  actuator_.Start(decision, inbox_);
  while (engine_.Executed(ids[0]).empty()) std::this_thread::yield();
  engine_.Die(ids[0], 1);
  ASSERT_TRUE(engine_.Start(ids[0]));
  const auto run = docker::RunOf(Inspect(ids[0]));
  engine_.ProgramsEnd(0);
  EXPECT_FALSE(inbox_.Wait(1)[0].ok);
  const auto bodies = journal_.Bodies();
  ASSERT_THAT(bodies, SizeIs(3));
  EXPECT_EQ(std::get<Intent>(bodies[0]).decision, decision);
  EXPECT_EQ(std::get<Intent>(bodies[1]).decision.id, decision.id);
  EXPECT_EQ(std::get<Intent>(bodies[1]).decision.action->runs.at(ids[0].value), run) << "on record before its stop";
  const auto left = actuator_.TakeUnanswered();
  ASSERT_THAT(left, SizeIs(1));
  EXPECT_THAT(actuator_.TidyAfter(left[0]).get().removed, ElementsAre(ids[0]));
}

TEST_F(EngineActuatorTest, SoIsOneThatItsHookHasEnded) {
  const auto ids = engine_.AddComposeService("shop", "web", 2);
  files_.Say(kWeb, docker::ComposeService{.pre_stop = {{.command = {"quit"}}}});
  auto decision = Remove(kWeb, 2, {ids[0]});
  decision.action->runs = {{ids[0].value, docker::RunOf(Inspect(ids[0]))}};
  engine_.ProgramsEnd(std::nullopt);
  actuator_.Start(decision, inbox_);
  while (engine_.Executed(ids[0]).empty()) std::this_thread::yield();
  engine_.Die(ids[0], 0);
  ASSERT_TRUE(engine_.Start(ids[0]));
  const auto run = docker::RunOf(Inspect(ids[0]));
  engine_.ProgramsEnd(0);
  EXPECT_TRUE(inbox_.Wait(1)[0].ok);
  const auto bodies = journal_.Bodies();
  ASSERT_THAT(bodies, SizeIs(3));
  EXPECT_EQ(std::get<Intent>(bodies[1]).decision.action->runs.at(ids[0].value), run);
}

TEST_F(EngineActuatorTest, StoppingEndsADrainAndLeavesTheReplica) {
  const auto ids = engine_.AddComposeService("shop", "web", 2);
  engine_.ProgramsEnd(std::nullopt);
  actuator_.Start(RemoveDrained(2, {ids[0]}, {.command = {"drain"}, .delay = 1h}), inbox_);
  while (engine_.Executed(ids[0]).empty()) std::this_thread::yield();
  actuator_.Stop();
  EXPECT_EQ(inbox_.Wait(1)[0].message, "Docktor is stopping: not all were removed");
  EXPECT_THAT(engine_.Names(kWeb, "running"), SizeIs(2));
}

// The record, and many at once.

TEST_F(EngineActuatorTest, TheIntentComesFirstAndTheReportLast) {
  const auto ids = engine_.AddComposeService("shop", "web", 2);
  auto decision = Remove(kWeb, 2, {ids[0]});
  decision.action->runs = {{ids[0].value, docker::RunOf(Inspect(ids[0]))}};
  const auto calls = engine_.Calls();
  const auto report = Do(decision);
  const auto bodies = journal_.Bodies();
  ASSERT_THAT(bodies, SizeIs(2));
  EXPECT_EQ(std::get<Intent>(bodies[0]).decision, decision);
  EXPECT_EQ(std::get<ActionEnded>(bodies[1]).report, report);
  EXPECT_EQ(journal_.CallsBefore()[0], calls) << "no call to the engine before the intent";
  EXPECT_EQ(inbox_.RecordsBefore(0), 2u) << "on record before it is reported";
}

TEST_F(EngineActuatorTest, ADiskThatRefusesKeepsNothingBack) {
  journal_.refuses = true;
  const auto ids = engine_.AddComposeService("shop", "web", 1);
  const auto report = Do(Add(kWeb, 1, 1, ids[0]));
  EXPECT_TRUE(report.ok);
  EXPECT_THAT(report.added, SizeIs(1));
  EXPECT_THAT(report.message, HasSubstr("record the intent: no space left on device"));
}

TEST_F(EngineActuatorTest, ServicesActSideBySideAndOneServiceInOrder) {
  const auto web = engine_.AddComposeService("shop", "web", 1);
  const auto api = engine_.AddComposeService("shop", "api", 2);
  engine_.Hang(Call::kCreate);
  actuator_.Start(Add(kWeb, 1, 1, web[0]), inbox_);
  engine_.WaitUntilHanging(Call::kCreate);
  actuator_.Start(Add(kWeb, 2, 1, web[0]), inbox_);
  const auto report = Do(Remove(kApi, 2, {api[0]}));
  EXPECT_TRUE(report.ok) << report.message;
  EXPECT_EQ(report.service, kApi);
  EXPECT_THAT(journal_.Bodies(), SizeIs(3)) << "the second of web has not begun";
  engine_.Release(Call::kCreate);
  const auto reports = inbox_.Wait(3);
  EXPECT_EQ(reports[1].decision, DecisionId{1});
  EXPECT_EQ(reports[2].decision, DecisionId{2});
  EXPECT_THAT(engine_.Names(kWeb, "running"), SizeIs(3));
}

TEST_F(EngineActuatorTest, CopiesAreMadeFourAtATime) {
  const auto ids = engine_.AddComposeService("shop", "web", 1);
  engine_.Hang(Call::kCreate);
  actuator_.Start(Add(kWeb, 1, 9, ids[0]), inbox_);
  engine_.WaitUntilHanging(Call::kCreate, 4);
  EXPECT_EQ(engine_.Calls(Call::kCreate), 4);
  engine_.Release(Call::kCreate);
  EXPECT_THAT(inbox_.Wait(1)[0].added, SizeIs(9));
  EXPECT_LE(engine_.MostAtOnce(Call::kCreate), 4);
}

TEST_F(EngineActuatorTest, ReplicasAreStoppedEightAtATime) {
  const auto ids = engine_.AddComposeService("shop", "web", 12);
  engine_.Hang(Call::kStop);
  actuator_.Start(Remove(kWeb, 12, {ids.begin() + 1, ids.end()}), inbox_);
  engine_.WaitUntilHanging(Call::kStop, 8);
  engine_.Release(Call::kStop);
  EXPECT_THAT(inbox_.Wait(1)[0].removed, SizeIs(11));
  EXPECT_LE(engine_.MostAtOnce(Call::kStop), 8);
}

TEST_F(EngineActuatorTest, StoppingEndsWhatIsInFlightAtItsNextStep) {
  const auto ids = engine_.AddComposeService("shop", "web", 1);
  engine_.Hang(Call::kStart);
  actuator_.Start(Add(kWeb, 1, 9, ids[0]), inbox_);
  actuator_.Start(Add(kWeb, 10, 1, ids[0]), inbox_);
  engine_.WaitUntilHanging(Call::kStart, 4);
  std::thread stopper([this] { actuator_.Stop(); });
  // The stop is under way once a further action is turned down.
  while (!inbox_.Said("nothing was changed")) actuator_.Start(Add(kApi, 0, 1, {}), inbox_);
  engine_.Release(Call::kStart);
  stopper.join();
  const auto reports = inbox_.Wait(1);
  const auto first =
      std::find_if(reports.begin(), reports.end(), [](const auto& r) { return r.decision == DecisionId{1}; });
  ASSERT_NE(first, reports.end());
  EXPECT_FALSE(first->ok);
  EXPECT_THAT(first->added, SizeIs(4)) << "those in the engine's hands were finished, no further one was begun";
  EXPECT_THAT(first->message, HasSubstr("Docktor is stopping"));
  const auto second =
      std::find_if(reports.begin(), reports.end(), [](const auto& r) { return r.decision == DecisionId{2}; });
  ASSERT_NE(second, reports.end());
  EXPECT_THAT(second->message, HasSubstr("nothing was changed"));
  EXPECT_THAT(engine_.Names(kWeb), SizeIs(5)) << "nothing half-made";
}

TEST_F(EngineActuatorTest, AfterTheStopActionsAreRecordedAndReportedAsNotDone) {
  const auto ids = engine_.AddComposeService("shop", "web", 1);
  actuator_.Stop();
  const auto decision = Add(kWeb, 1, 1, ids[0]);
  const auto report = Do(decision);
  EXPECT_FALSE(report.ok);
  EXPECT_EQ(report.message, "Docktor is stopping: nothing was changed");
  EXPECT_EQ(engine_.Calls(), 0);
  ASSERT_THAT(journal_.Bodies(), SizeIs(2)) << "its outcome names a decision that is known";
  EXPECT_EQ(std::get<Intent>(journal_.Bodies()[0]).decision, decision);
  EXPECT_EQ(std::get<ActionEnded>(journal_.Bodies()[1]).report, report);
}

// Load balancers.

TEST_F(EngineActuatorTest, ALoadBalancerIsSentASignalOrRunsItsCommand) {
  const auto ids = engine_.AddComposeService("shop", "lb", 2);
  actuator_.TellBalancer(kWeb, {7}, {.service = "lb"}, inbox_);
  const auto told = inbox_.Told();
  EXPECT_EQ(told.error, "");
  EXPECT_EQ(told.service, kWeb);
  actuator_.TellBalancer(kWeb, {8}, {"lb", {"nginx", "-s", "reload"}}, inbox_);
  EXPECT_EQ(inbox_.Told().decision, DecisionId{8});
  for (const auto& id : ids) EXPECT_THAT(engine_.Executed(id), ElementsAre("SIGHUP", "nginx -s reload"));
}

TEST_F(EngineActuatorTest, ALoadBalancerThatCannotBeToldIsSaid) {
  actuator_.TellBalancer(kWeb, {7}, {.service = "lb"}, inbox_);
  EXPECT_EQ(inbox_.Told().error, "tell the load balancer lb: no replica of it runs");
  engine_.AddComposeService("shop", "lb", 1);
  engine_.ProgramsEnd(1);
  actuator_.TellBalancer(kWeb, {8}, {"lb", {"reload"}}, inbox_);
  EXPECT_EQ(inbox_.Told().error, "tell the load balancer lb: its command ended with 1");
}

}  // namespace
}  // namespace docktor::act
