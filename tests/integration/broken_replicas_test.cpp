/// Replicas that crash, get sick, run out of memory or cannot start: Docktor feeds no crash loop, keeps what works,
/// says why, and goes on by itself once it can.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/demo_services.h"
#include "support/on_record.h"
#include "support/own_image.h"

namespace docktor {
namespace {

using test::WatchedProject;
using test::Within;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::SizeIs;

constexpr auto kWithHealth = R"(cpus: 0.5
    healthcheck: { test: ["CMD", "/box", "healthcheck"], interval: 1s, timeout: 1s, retries: 1 })";

/// A port of 127.0.0.1 that a container of nobody's has.
class TakenPort {
 public:
  explicit TakenPort(int port)
      : id_(test::Lines(test::Shell(fmt::format("docker run -d -p 127.0.0.1:{}:8080 {}", port, test::TestImage())))
                .back()) {}
  ~TakenPort() { test::Shell("docker rm -f " + id_); }
  TakenPort(const TakenPort&) = delete;
  TakenPort& operator=(const TakenPort&) = delete;

 private:
  std::string id_;
};

class BrokenReplicasTest : public testing::Test {
 protected:
  void TearDown() override {
    if (!project_) return;
    test::ExpectNothingOpen(*project_);
    EXPECT_TRUE(project_->ChainHolds());
  }

  /// A service web with a folder of switches (see demo/box.cpp), and the daemon.
  void Begin(const std::string& settings, const std::string& more = "", int replicas = 1) {
    project_ = std::make_unique<WatchedProject>(test::Services(fmt::format(
        R"(
  web:
    image: {}
    environment: {{ SWITCHES: {} }}
    volumes: ["./switches:/switches:ro"]
    x-docktor: {{ interval: 1s, {} }}
    {}
)",
        image_, switches_in_, settings, more)));
    std::filesystem::create_directory(Switches());
    project_->compose.Compose("up -d --scale web=" + std::to_string(replicas));
    before_ = project_->Of("web");
    project_->Start();
  }
  std::filesystem::path Switches() const { return project_->compose.folder() / "switches"; }
  void Switch(const std::string& name, bool on) {
    if (on)
      std::ofstream(Switches() / name).flush();
    else
      std::filesystem::remove(Switches() / name);
  }
  void Order(int count) {
    const auto ran = project_->docktor.Run("scale web " + std::to_string(count) + " --for 10m");
    ASSERT_EQ(ran.exit_code, 0) << ran;
  }
  /// One replica that serves; those that come next never get healthy.
  void BeginSick(const std::string& settings) {
    Begin("min: 1, start_deadline: 4s, targets: { cpu: 20% }, " + settings, kWithHealth);
    ASSERT_TRUE(Within(10s, [&] { return project_->Status("web").ready == 1; }));
    Switch("sick", true);
  }
  /// Behind the engine's back, as the kernel does. Needs root, or sudo.
  static void KillOnHost(const test::Container& replica) {
    test::Shell(std::string(geteuid() == 0 ? "" : "sudo -n ") + "kill -9 $(docker inspect -f '{{.State.Pid}}' " +
                replica.id + ")");
  }
  /// Whether an action has turned out so.
  bool TurnedOut(OutcomeKind kind, const std::string& words) {
    for (const auto& record : project_->Journal())
      if (const auto* judged = std::get_if<OutcomeJudged>(&record.body))
        if (judged->outcome.kind == kind && judged->outcome.message.find(words) != std::string::npos) return true;
    return false;
  }
  /// The only one that Docktor has made.
  test::Container TheCopy() {
    auto copies = project_->Of("web");
    std::erase_if(copies, [](const test::Container& c) { return c.copy_of.empty(); });
    EXPECT_THAT(copies, SizeIs(1));
    return copies.at(0);
  }
  void ExpectTheFirstAsTheyWere() {
    EXPECT_THAT(project_->Of("web"), IsSupersetOf(before_)) << "what worked goes on as it was";
  }
  std::string Log() { return test::ContentOf(project_->docktor.log()); }

  std::string image_ = test::TestImage();
  std::string switches_in_ = "/switches";  // of a replica
  std::unique_ptr<WatchedProject> project_;
  std::vector<test::Container> before_;
};

TEST_F(BrokenReplicasTest, CopiesThatCrashAreNotFedAndComeOnceTheyCan) {
  Begin("min: 1, max: 4");
  Switch("crash", true);
  const test::EventLog events(project_->engine(), project_->name());
  Order(2);
  EXPECT_TRUE(Within(15s, [&] { return TurnedOut(OutcomeKind::kFailed, "exit code 3"); })) << Log();
  std::this_thread::sleep_for(15s);
  EXPECT_LE(events.made().size(), 3u) << "each try waits longer";
  ExpectTheFirstAsTheyWere();
  Switch("crash", false);
  EXPECT_TRUE(Within(60s, [&] { return project_->Runs("web", 2); })) << project_->docktor.Run("why web").out;
  EXPECT_TRUE(Within(10s, [&] { return project_->Leftovers().empty(); }))
      << testing::PrintToString(project_->Leftovers());
  ExpectTheFirstAsTheyWere();
}

TEST_F(BrokenReplicasTest, OneThatARestartPolicyStartsAgainAndAgainIsNoLoad) {
  Begin("min: 2, max: 6, targets: { cpu: 50% }", "cpus: 0.5\n    restart: always", 2);
  ASSERT_TRUE(Within(10s, [&] { return project_->Status("web").ready == 2; }));
  const test::EventLog events(project_->engine(), project_->name());
  Switch("crash", true);
  KillOnHost(before_[0]);
  EXPECT_TRUE(test::Stays(25s, [&] { return project_->Of("web").size() <= 3; }));
  EXPECT_LE(events.made().size(), 1u) << "its place is taken once at most";
  EXPECT_TRUE(events.removed().empty()) << "nor is it Docktor's to end what the policy is for";
  const auto named = [&] { return project_->docktor.Run("why web").out.find("1 unhealthy") != std::string::npos; };
  EXPECT_TRUE(Within(20s, named)) << project_->docktor.Run("why web").out;
  Switch("crash", false);
  EXPECT_TRUE(Within(90s, [&] { return project_->Status("web").ready >= 2; })) << project_->docktor.Run("why web").out;
}

/// Its switch is in its own file system: those that are made after it do not crash.
TEST_F(BrokenReplicasTest, ACopyThatARestartPolicyStartsAgainAndAgainKeepsNobodyWaiting) {
  switches_in_ = "/";
  Begin("min: 2, max: 5, targets: { cpu: 20% }", "cpus: 0.5\n    restart: always");
  ASSERT_TRUE(Within(20s, [&] { return project_->Status("web").ready == 2; }));
  const auto copy = TheCopy();
  const test::EventLog events(project_->engine(), project_->name());
  project_->compose.Write("crash", "");
  test::Shell("docker cp " + (project_->compose.folder() / "crash").string() + " " + copy.id + ":/crash");
  KillOnHost(copy);
  EXPECT_TRUE(test::Stays(10s, [&] { return project_->Of("web").size() <= 3; }));
  const auto made = events.made().size();
  EXPECT_LE(made, 1u) << "its place is taken once at most";
  const auto named = [&] { return project_->docktor.Run("why web").out.find("1 unhealthy") != std::string::npos; };
  EXPECT_TRUE(Within(20s, named)) << project_->docktor.Run("why web").out;
  {
    const test::Load load(before_[0].id, "8080/cpu?ms=30", 13);
    EXPECT_TRUE(Within(40s, [&] { return events.made().size() > made; })) << project_->docktor.Run("why web").out;
  }
  Order(2);
  EXPECT_TRUE(Within(30s, [&] { return project_->Of("web").size() == 2 && project_->Runs("web", 2); }))
      << testing::PrintToString(project_->Of("web"));
  EXPECT_TRUE(Within(5s, [&] { return events.removed().contains({copy.id}); })) << "what is of no use goes first";
}

TEST_F(BrokenReplicasTest, TheOnlyOneIsReplacedWhenItIsKilledAndItIsSaid) {
  Begin("min: 1, max: 4");
  ASSERT_TRUE(Within(10s, [&] { return project_->Status("web").ready == 1; }));
  KillOnHost(before_[0]);
  EXPECT_TRUE(Within(5s, [&] { return project_->Of("web") != before_; }));
  EXPECT_TRUE(Within(30s, [&] { return project_->Runs("web", 1); })) << project_->docktor.Run("why web").out;
  EXPECT_THAT(project_->docktor.Run("decisions list --actions").out, HasSubstr("web 0 → 1"));
}

TEST_F(BrokenReplicasTest, OneOfSeveralThatSomebodyKillsIsReplacedUpToTheMinimum) {
  Begin("min: 2, max: 4", "", 2);
  ASSERT_TRUE(Within(10s, [&] { return project_->Status("web").ready == 2; }));
  test::Shell("docker kill " + before_[0].id);
  EXPECT_TRUE(Within(5s, [&] { return project_->Of("web") != before_; }));
  EXPECT_TRUE(Within(30s, [&] { return project_->Runs("web", 2); })) << project_->docktor.Run("why web").out;
  EXPECT_THAT(project_->docktor.Run("decisions list --actions").out, HasSubstr("web 1 → 2"));
  EXPECT_THAT(project_->Of("web"), testing::Contains(before_[1])) << "the other goes on as it was";
}

TEST_F(BrokenReplicasTest, CopiesThatNeverGetHealthyAreAFailureAndNotMultiplied) {
  BeginSick("max: 6");
  const test::Load load(before_[0].id, "8080/cpu?ms=30", 10);
  EXPECT_TRUE(Within(40s, [&] { return TurnedOut(OutcomeKind::kFailed, "not ready in time"); })) << Log();
  EXPECT_TRUE(test::Stays(8s, [&] { return project_->Running("web") <= 4; }))
      << "those that serve nothing bring no more of their kind";
  EXPECT_EQ(project_->Status("web").ready, 1);
  Switch("sick", false);
  Order(project_->Running("web") + 1);
  EXPECT_TRUE(Within(20s, [&] { return project_->Status("web").ready == 2; })) << "one more comes, and is of use";
  ExpectTheFirstAsTheyWere();
}

TEST_F(BrokenReplicasTest, CopiesThatNeverGetHealthyGoAgainAndOthersComeOnceTheyCan) {
  BeginSick("max: 3, rollback: auto");
  const test::Load load(before_[0].id, "8080/cpu?ms=30", 10);
  EXPECT_TRUE(Within(40s, [&] { return TurnedOut(OutcomeKind::kRolledBack, "not ready in time"); })) << Log();
  Switch("sick", false);
  EXPECT_TRUE(Within(60s, [&] { return project_->Status("web").ready > 1; })) << project_->docktor.Run("why web").out;
  ExpectTheFirstAsTheyWere();
}

TEST_F(BrokenReplicasTest, OneThatRanOutOfMemoryIsReplacedAndItIsSaid) {
  Begin("min: 2, max: 4", "mem_limit: 24m\n    memswap_limit: 24m", 2);
  ASSERT_TRUE(Within(10s, [&] { return project_->Status("web").ready == 2; }));
  const test::EventLog events(project_->engine(), project_->name());
  {
    const test::Load load(before_[0].id, "8080/mem?mb=8", 5);
    EXPECT_TRUE(Within(20s, [&] { return events.ended().contains({before_[0].id}); })) << "it is killed";
  }
  EXPECT_TRUE(Within(30s, [&] { return project_->Runs("web", 2); })) << project_->docktor.Run("why web").out;
  EXPECT_TRUE(test::Stays(3s, [&] { return project_->Runs("web", 2); }));
  EXPECT_THAT(events.made(), SizeIs(1)) << "one in its place";
  test::ExpectOnRecord(project_->Intents(), events);
  EXPECT_THAT(project_->docktor.Run("decisions list").out + project_->docktor.Run("why web").out,
              HasSubstr("out of memory"));
  EXPECT_THAT(project_->Of("web"), testing::Contains(before_[1]));
}

TEST_F(BrokenReplicasTest, AnImageThatLostItsNameIsCopiedAllTheSame) {
  image_ = "docktor-test/lost:dev";
  test::Shell("docker tag " + test::TestImage() + " " + image_);
  Begin("min: 1");
  test::Shell("docker rmi " + image_);
  ASSERT_EQ(project_->docktor.Run("daemon restart").exit_code, 0) << "what it knew of the image is gone, too";
  Order(2);
  EXPECT_TRUE(Within(10s, [&] { return project_->Runs("web", 2); })) << project_->docktor.Run("why web").out;
  EXPECT_EQ(test::Shell("docker inspect -f '{{.Image}}' " + TheCopy().id),
            test::Shell("docker inspect -f '{{.Image}}' " + before_[0].id));
  ExpectTheFirstAsTheyWere();
}

/// The only replica went by an order; the next one is made by Docktor, or, where its start was after that, by Compose.
class GoneImageTest : public BrokenReplicasTest, public testing::WithParamInterface<bool> {
 protected:
  GoneImageTest() { image_ = own_image_.name(); }
  void TearDown() override {
    BrokenReplicasTest::TearDown();
    project_.reset();  // before its image
  }

  void BeginWithNone() {
    Begin("min: 0, max: 2");
    ASSERT_NO_FATAL_FAILURE(Order(0));
    ASSERT_TRUE(Within(20s, [&] { return project_->Containers().empty() && !project_->Status("web").acting; }));
    if (GetParam()) {
      ASSERT_EQ(project_->docktor.Run("daemon restart").exit_code, 0);
    }
  }

  test::OwnImage own_image_;
};
TEST_P(GoneImageTest, IsNamedAndTheReplicaComesOnceItIsBack) {
  ASSERT_NO_FATAL_FAILURE(BeginWithNone());
  own_image_.Delete();
  Order(1);
  EXPECT_TRUE(Within(20s, [&] { return TurnedOut(OutcomeKind::kFailed, "o such image"); })) << Log();
  EXPECT_THAT(project_->Containers(), IsEmpty()) << "nothing is left behind";
  own_image_.BringBack();
  EXPECT_TRUE(Within(80s, [&] { return project_->Runs("web", 1); })) << project_->docktor.Run("why web").out;
  EXPECT_THAT(project_->Leftovers(), IsEmpty());
}
INSTANTIATE_TEST_SUITE_P(To, GoneImageTest, testing::Bool(),
                         [](const auto& row) { return row.param ? "compose" : "docktor"; });

TEST_F(BrokenReplicasTest, ANetworkThatIsGoneIsNamedAndTriedAgain) {
  Begin("min: 1, max: 4", "networks: [side]\n\nnetworks: { side: { name: \"${COMPOSE_PROJECT_NAME}-side\" } }\n");
  const auto network = project_->name() + "-side";
  test::Shell("docker network disconnect -f " + network + " " + before_[0].id + " && docker network rm " + network);
  Order(2);
  EXPECT_TRUE(Within(15s, [&] { return TurnedOut(OutcomeKind::kFailed, network); })) << Log();
  EXPECT_THAT(project_->Leftovers(), IsEmpty()) << "the copy that could not start is gone";
  test::Shell("docker network create --label com.docker.compose.project=" + project_->name() +
              " --label com.docker.compose.network=side " + network);
  EXPECT_TRUE(Within(60s, [&] { return project_->Runs("web", 2); })) << project_->docktor.Run("why web").out;
  EXPECT_THAT(project_->Leftovers(), IsEmpty());
}

TEST_F(BrokenReplicasTest, PortsThatAreAllTakenAreNamedWhatStartedStaysAndTheRestComesOnceOneIsFree) {
  const int port = test::FreePort();
  std::optional<TakenPort> taken(port + 2);
  Begin("min: 1, max: 4", fmt::format("ports: [\"127.0.0.1:{}-{}:8080\"]", port, port + 2));
  Order(3);
  EXPECT_TRUE(Within(15s, [&] { return TurnedOut(OutcomeKind::kFailed, "port"); })) << Log();
  EXPECT_TRUE(Within(10s, [&] { return project_->Runs("web", 2); })) << "as many as there are ports";
  EXPECT_THAT(project_->Leftovers(), IsEmpty());
  taken.reset();
  EXPECT_TRUE(Within(80s, [&] { return project_->Runs("web", 3); })) << project_->docktor.Run("why web").out;
  ExpectTheFirstAsTheyWere();
}

}  // namespace
}  // namespace docktor
