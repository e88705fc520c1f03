#include <future>
#include <random>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/http_client.h"
#include "operations/now/events.h"
#include "operations/shared/command_result.h"
#include "remember/journal/verify.h"
#include "support/demo_services.h"
#include "support/on_record.h"

namespace docktor {
namespace {

using operations::Mode;
using test::Ran;
using test::Services;
using test::Stays;
using test::WatchedProject;
using test::Web;
using test::Within;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::SizeIs;

constexpr auto kSmall = R"(deploy: { resources: { limits: { cpus: "0.25", memory: 64M } } })";

bool Has(const Decision& decision, Reason reason) {
  const auto& all = decision.verdict.constraints;
  return std::any_of(all.begin(), all.end(), [&](const Constraint& c) { return c.reason == reason; });
}
bool GoesDown(const Decision& decision) { return decision.action && decision.action->to < decision.action->from; }

// ---- load ---------------------------------------------------------------------------------------------------------

std::string StackUnderLoad() {
  return Services(test::Balancer() + Web("web", R"(
    deploy: { replicas: 2, resources: { limits: { cpus: "0.25", memory: 64M } } }
    x-docktor: { min: 2, max: 5, interval: 1s, targets: { cpu: 60% }, scale_down: { window: 6s } })") +
                  Web("plain", kSmall));
}

/// What a person or a program learns of the last change: inputs, limits, what would have changed it.
void ExpectExplained(WatchedProject& project, const Decision& change) {
  const auto why = project.docktor.Run("decisions show " + change.id.Text());
  EXPECT_EQ(why.exit_code, 0) << why;
  EXPECT_THAT(why.out, AllOf(HasSubstr("Saw: "), HasSubstr("cpu.utilization"), HasSubstr("Limit TooManyReplicas"),
                             HasSubstr("Verdict: "), HasSubstr("Would want more above")));
  const auto shown = project.docktor.Ask<operations::WhyOutput>("decisions show " + change.id.Text());
  EXPECT_EQ(shown.item.decision, change);
  EXPECT_THAT(shown.item.decision.inputs.signals, testing::Not(IsEmpty()));
  EXPECT_TRUE(shown.item.report && shown.item.report->ok);
}

TEST(Daemon, ReplicasFollowTheLoadAndNothingElseIsTouched) {
  WatchedProject project(StackUnderLoad());
  project.compose.Write("lb.conf", test::kBalancerConf);
  project.compose.Compose("up -d");
  const auto others = project.NotOf("web"), before = project.Of("web");
  ASSERT_THAT(others, SizeIs(2));
  ASSERT_THAT(before, SizeIs(2));
  project.Start();

  std::vector<test::Container> peak;
  {
    const test::Load on_web(others[0].service == "lb" ? others[0].id : others[1].id, "80/cpu?ms=30", 24);
    const test::Load on_plain(others[0].service == "plain" ? others[0].id : others[1].id, "8080/cpu?ms=30", 12);
    ASSERT_TRUE(Within(40s, [&] { return project.Running("web") >= 4; }));
    EXPECT_TRUE(Within(10s, [&] { return project.Status("plain").cpu.value_or(0) > 0.8; })) << "plain is busy as well";
    peak = project.Of("web");
    EXPECT_THAT(peak, IsSupersetOf(before)) << "those that ran go on as they were";
    const auto why = project.docktor.Run("why web");
    EXPECT_THAT(why.out, AllOf(HasSubstr("Saw: "), HasSubstr("Limit "), HasSubstr("Would want more above")));
  }
  ASSERT_TRUE(Within(60s, [&] { return project.Running("web") == 2 && !project.Status("web").acting; }));

  EXPECT_EQ(project.NotOf("web"), others) << "the same containers, started when they were";
  for (const auto& left : project.Of("web"))
    EXPECT_TRUE(std::find(peak.begin(), peak.end(), left) != peak.end() || !left.copy_of.empty()) << left;
  EXPECT_THAT(project.Leftovers(), IsEmpty());

  const auto intents = project.Intents();
  ASSERT_GE(intents.size(), 2u);
  for (const auto& intent : intents) EXPECT_EQ(intent.service.service, "web");
  EXPECT_FALSE(GoesDown(intents.front()));
  EXPECT_TRUE(GoesDown(intents.back()));
  ExpectExplained(project, intents.front());
  ExpectExplained(project, intents.back());
  EXPECT_EQ(project.docktor.Ask<operations::ListDecisionsOutput>("decisions list --actions").decisions.size(),
            intents.size());
  EXPECT_TRUE(project.ChainHolds());
}

// ---- a daemon that dies -------------------------------------------------------------------------------------------

constexpr Duration kWindow = 4s;

/// An action is under way, and the daemon is killed `delay` after its intent was on disk.
void KillDuring(WatchedProject& project, Duration delay, const std::function<void()>& cause) {
  const auto known = project.Intents().size();
  cause();
  ASSERT_TRUE(Within(30s, [&] { return project.Intents().size() > known; }));
  std::this_thread::sleep_for(delay);
  project.Kill();
  project.Start();
  EXPECT_TRUE(project.ChainHolds());
}

/// After each start of the daemon the service was let be for a whole window.
void ExpectNoHaste(const std::vector<Record>& journal) {
  Instant started{};
  for (const auto& record : journal) {
    if (std::holds_alternative<DaemonStarted>(record.body)) started = record.at;
    const auto* intent = std::get_if<Intent>(&record.body);
    if (intent == nullptr || !GoesDown(intent->decision)) continue;
    EXPECT_GE(record.at - started, kWindow) << intent->decision.id.Text() << " came too soon after the restart";
  }
}

TEST(Daemon, SurvivesBeingKilledAtAnyTime) {
  const auto seed = std::random_device{}();
  SCOPED_TRACE(fmt::format("seed {}", seed));
  std::mt19937 random(seed);
  const auto some = [&random](int most) { return Duration(std::uniform_int_distribution(0, most)(random)); };
  WatchedProject project(Services(Web("web", R"(
    deploy: { resources: { limits: { cpus: "0.5", memory: 64M } } }
    x-docktor: { min: 1, max: 6, interval: 1s, scale_down: { window: 4s } })")));
  project.compose.Compose("up -d", "DRAIN_MS=400");
  project.Start();
  const test::EventLog events(project.engine(), project.name());
  project.Kill();  // before anything was done
  project.Start();

  for (const auto up : {0ms, some(100), some(300)}) {
    SCOPED_TRACE(fmt::format("killed {} after an intent", ToText(up)));
    std::future<Ran> ordered;
    KillDuring(project, up, [&] {
      ordered = std::async(std::launch::async, [&] { return project.docktor.Run("scale web 4 --for 1s"); });
    });
    ordered.wait();
    ASSERT_TRUE(Within(10s, [&] { return project.docktor.Run("scale web 4 --for 1s").exit_code == 0; }));
    ASSERT_TRUE(Within(10s, [&] { return project.Running("web") == 4; })) << "the count goes on to be right";
    KillDuring(project, some(500), [] {});  // while the rules take away what is idle
    ASSERT_TRUE(Within(30s, [&] { return project.Runs("web", 1) && !project.Status("web").acting; }));
  }
  project.Kill();  // after all was done
  project.Start();
  EXPECT_TRUE(project.ChainHolds());
  EXPECT_TRUE(Within(15s, [&] { return project.Leftovers().empty(); }))
      << "what was half made or half removed is gone: " << testing::PrintToString(project.Leftovers());
  EXPECT_EQ(project.Running("web"), 1);
  test::ExpectOnRecord(project.Intents(), events);
  test::ExpectEndsOnRecord(project);
  ExpectNoHaste(project.Journal());
}

// ---- what is kept ------------------------------------------------------------------------------------------------

TEST(Daemon, DecisionsAreExportedWhereTheCommandRunsWhateverBecameOfTheStore) {
  WatchedProject project(Services(Web("web", R"(
    deploy: { resources: { limits: { cpus: "0.25", memory: 64M } } }
    x-docktor: { min: 1, max: 6, interval: 1s })")));
  project.compose.Compose("up -d");
  project.Start();
  ASSERT_EQ(project.docktor.Run("scale web 3").exit_code, 0);
  ASSERT_TRUE(Within(10s, [&] { return project.Runs("web", 3); }));
  const auto written = project.docktor.Run("decisions export --output all.csv");
  EXPECT_EQ(written.exit_code, 0) << written;
  const auto csv = test::ContentOf(project.compose.folder() / "all.csv");
  EXPECT_THAT(csv, AllOf(testing::StartsWith("id,timestamp,"), HasSubstr(",command,scale_up,1,3,")));

  project.Kill();
  const auto store = project.docktor.state() / project.name() / "store.duckdb";
  ASSERT_TRUE(std::filesystem::exists(store));
  std::ofstream(store) << "no database";
  project.Start();
  const auto again = project.docktor.Run("decisions export --format json --service web");
  EXPECT_EQ(again.exit_code, 0) << again;
  const auto rows = ParseJson(again.out);
  ASSERT_TRUE(rows) << again;
  EXPECT_TRUE(std::any_of(rows->as_array().begin(), rows->as_array().end(),
                          [](const auto& row) { return row.at("action") == "scale_up"; }));
  EXPECT_THAT(test::ContentOf(project.docktor.log()), HasSubstr("store.duckdb.broken"));
  EXPECT_TRUE(project.ChainHolds());
}

// ---- who may do what ----------------------------------------------------------------------------------------------

TEST(Daemon, AServiceThatNobodyEnabledIsChangedByAPersonOnceOnly) {
  WatchedProject project(Services(Web("web", kSmall)));
  project.compose.Compose("up -d");
  const auto before = project.Containers();
  project.Start("--interval 1s");
  const auto refused = project.docktor.Run("scale web 3");
  EXPECT_EQ(refused.exit_code, 4) << refused;
  EXPECT_THAT(refused.err, AllOf(HasSubstr("docktor mode web auto"), HasSubstr("--once")));

  net::HttpClient door({.unix_socket = project.docktor.socket()});
  const auto agent = door.Send({.method = "POST",
                                .path = "/api/v1/scale",
                                .headers = {{"Docktor-Actor", "agent"}, {"Content-Type", "application/json"}},
                                .body = R"({"service": "web", "replicas": 3, "once": true})"});
  ASSERT_TRUE(agent) << agent.error().message;
  EXPECT_EQ(agent->status, 403) << agent->body;
  EXPECT_THAT(agent->body, HasSubstr("denied"));
  EXPECT_EQ(project.Containers(), before);

  const auto once = project.docktor.Run("scale web 3 --once");
  EXPECT_EQ(once.exit_code, 0) << once;
  ASSERT_TRUE(Within(10s, [&] { return project.Runs("web", 3); }));
  EXPECT_TRUE(Stays(4s, [&] { return project.Runs("web", 3); })) << "then it is only watched";
  EXPECT_EQ(project.Status("web").mode, Mode::kWatched);
  EXPECT_THAT(project.Containers(), IsSupersetOf(before));
  EXPECT_THAT(project.Intents(), SizeIs(1));
}

TEST(Daemon, ACommandHoldsUntilItEnds) {
  WatchedProject project(Services(Web("web", R"(
    deploy: { resources: { limits: { cpus: "0.25", memory: 64M } } }
    x-docktor: { min: 1, max: 6, interval: 1s, scale_down: { window: 2s } })")));
  project.compose.Compose("up -d");
  project.Start();
  EXPECT_EQ(project.docktor.Run("scale web 5 --for 10m").exit_code, 0);
  ASSERT_TRUE(Within(10s, [&] { return project.Runs("web", 5); }));
  const auto restarted = project.docktor.Run("daemon restart");
  EXPECT_EQ(restarted.exit_code, 0) << restarted;
  EXPECT_TRUE(Stays(5s, [&] { return project.Runs("web", 5); })) << "though the load asks for less";
  EXPECT_EQ(project.Status("web").mode, Mode::kOverride);

  const auto beyond = project.docktor.Run("scale web 9");
  EXPECT_EQ(beyond.exit_code, 4) << beyond;
  EXPECT_THAT(beyond.err, HasSubstr("the maximum is 6"));

  const auto paused = project.docktor.Run("prompt 'please hold off on scaling web for 10 minutes, running tests'");
  EXPECT_EQ(paused.exit_code, 0) << paused;
  EXPECT_THAT(paused.out, testing::StartsWith("→ docktor pause web --for 10m\n"));
  EXPECT_EQ(project.Status("web").mode, Mode::kPaused);
  EXPECT_TRUE(Stays(4s, [&] { return project.Runs("web", 5); })) << "paused";
  EXPECT_EQ(project.docktor.Run("resume web").exit_code, 0);
  EXPECT_TRUE(Within(15s, [&] { return project.Runs("web", 1); }));

  EXPECT_TRUE(Within(10s, [&] { return project.docktor.Run("scale web 3 --for 5s").exit_code == 0; }));
  const auto ordered = std::chrono::steady_clock::now();
  ASSERT_TRUE(Within(4s, [&] { return project.Runs("web", 3); }));
  EXPECT_TRUE(Within(20s, [&] { return project.Runs("web", 1); })) << "it ends by itself";
  EXPECT_GE(std::chrono::steady_clock::now() - ordered, 4s);
  EXPECT_EQ(project.Status("web").mode, Mode::kAuto);
}

TEST(Daemon, AChangedFileCountsAtOnceAndABrokenOneIsRefused) {
  const auto bounded = [](const std::string& bounds) {
    return Services(Web("web", "x-docktor: { interval: 1s, " + bounds + " }"));
  };
  WatchedProject project(bounded("min: 1, max: 4"));
  project.compose.Compose("up -d");
  project.Start();
  project.compose.Write("compose.yaml", bounded("min: 2, max: 6"));
  EXPECT_TRUE(Within(10s, [&] { return project.Status("web").max == 6 && project.Runs("web", 2); }));

  project.compose.Write("compose.yaml", bounded("min: 2, max: plenty"));
  ASSERT_TRUE(Within(10s, [&] { return project.Status().settings_error.has_value(); }));
  EXPECT_THAT(*project.Status().settings_error, AllOf(HasSubstr("compose.yaml:"), HasSubstr("'plenty'")));
  EXPECT_EQ(project.Status("web").max, 6) << "the old ones stay";
  EXPECT_THAT(project.docktor.Run("status").out, HasSubstr("the old ones are in force"));

  project.compose.Write("compose.yaml", bounded("min: 1, max: 3"));
  kill(static_cast<pid_t>(project.Status().daemon.pid), SIGHUP);
  EXPECT_TRUE(Within(2s, [&] { return project.Status("web").max == 3; })) << "a signal does not wait";
  EXPECT_FALSE(project.Status().settings_error);
}

TEST(Daemon, AStoreIsScaledOnlyWhereItsOwnerAllowsIt) {
  const auto store = [](const std::string& labels) {
    return Services(R"(
  redis:
    image: docktor-demo/redis:dev
    volumes: ["data:/data"]
    labels: { docktor.enable: "true", docktor.min: "2", docktor.interval: 1s)" +
                    labels + R"( }
  odd:
    image: )" + test::TestImage() +
                    R"(
    labels: { docktor.enable: "true", docktor.max: "plenty" }
volumes: { data: {} }
)");
  };
  WatchedProject project(store(""));
  project.compose.Compose("up -d -t 1");
  const auto started = project.docktor.Run("daemon start");
  EXPECT_THAT(started.out, AllOf(HasSubstr("settings are wrong"), HasSubstr("docktor.max"))) << started;
  EXPECT_TRUE(Stays(3s, [&] { return project.Runs("redis", 1); })) << "though the rules want two";
  const auto why = project.Why("redis");
  EXPECT_EQ(why.item.decision.verdict.because, Reason::kStatefulService);
  EXPECT_EQ(project.Status("redis").mode, Mode::kCannotScale);
  const auto refused = project.docktor.Run("scale redis 2");
  EXPECT_EQ(refused.exit_code, 4) << refused;
  EXPECT_THAT(refused.err, HasSubstr("data"));

  EXPECT_EQ(project.Status("odd").mode, Mode::kWatched);
  EXPECT_THAT(project.docktor.Run("why odd").out, AllOf(HasSubstr("settings are wrong"), HasSubstr("docktor.max")));
  EXPECT_EQ(project.docktor.Run("scale odd 2").exit_code, 4);

  project.compose.Write("compose.yaml", store(", docktor.stateful: allow"));
  project.compose.Compose("up -d -t 1");
  EXPECT_TRUE(Within(15s, [&] { return project.Runs("redis", 2); })) << "allowed now";
}

TEST(Daemon, WhatAPersonStopsStaysStopped) {
  WatchedProject project(Services(Web("web", R"(
    deploy: { replicas: 3, resources: { limits: { cpus: "0.25", memory: 64M } } }
    x-docktor: { min: 3, max: 6, interval: 1s })")));
  project.compose.Compose("up -d");
  project.Start();
  ASSERT_TRUE(Within(10s, [&] { return project.Status("web").mode == Mode::kAuto; }));
  for (const auto* end : {"stop web", "kill web", "down -t 1"}) {
    SCOPED_TRACE(end);
    project.compose.Compose(end);  // exits with 0
    ASSERT_TRUE(Within(3s, [&] { return project.Runs("web", 0); })) << "some Composes do not wait for the deaths";
    EXPECT_TRUE(Stays(5s, [&] { return project.Runs("web", 0); })) << "nothing is started against the user";
    EXPECT_EQ(project.Status("web").mode, Mode::kStopped);
    project.compose.Compose("up -d");
    EXPECT_TRUE(Within(10s, [&] {
      const auto status = project.Status("web");
      return status.mode == Mode::kAuto && status.ready == 3;
    })) << "watched again";
  }
  EXPECT_THAT(project.Intents(), IsEmpty());
}

// ---- the command line ---------------------------------------------------------------------------------------------

TEST(Daemon, BadInputIsNamed) {
  WatchedProject project("services:\n  web:\n    image: x\n   broken: [\n");
  const auto start = project.docktor.Run("daemon start");
  EXPECT_EQ(start.exit_code, 2) << start;
  EXPECT_THAT(start.err, testing::ContainsRegex("compose.yaml:[0-9]+:[0-9]+: "));

  project.compose.Write("compose.yaml", "services: { web: { image: x } }\n");
  const auto no_engine = project.docktor.Run("daemon start", "DOCKER_HOST=unix:///nonexistent");
  EXPECT_EQ(no_engine.exit_code, 5) << no_engine;
  EXPECT_THAT(no_engine.err, HasSubstr("/nonexistent"));

  const auto no_daemon = project.docktor.Run("status");
  EXPECT_EQ(no_daemon.exit_code, 3) << no_daemon;
  EXPECT_THAT(no_daemon.err, HasSubstr("docktor daemon start"));

  const auto slip = project.docktor.Run("statsu");
  EXPECT_EQ(slip.exit_code, 2) << slip;
  EXPECT_THAT(slip.err, HasSubstr("did you mean 'status'?"));

  const auto no_file = project.docktor.Run("--compose-file nowhere.yaml status");
  EXPECT_EQ(no_file.exit_code, 2) << no_file;
  EXPECT_THAT(no_file.err, HasSubstr("nowhere.yaml"));
}

/// One JSON value on each line.
void ExpectJson(const Ran& ran) {
  EXPECT_EQ(ran.exit_code, 0) << ran;
  EXPECT_THAT(test::Lines(ran.out), testing::Not(IsEmpty()));
  for (const auto& line : test::Lines(ran.out)) EXPECT_TRUE(ParseJson(line)) << line;
}

TEST(Daemon, EveryCommandAnswersInWordsAndInJson) {
  WatchedProject project(Services(Web("web", R"(
    deploy: { resources: { limits: { cpus: "0.25", memory: 64M } } }
    x-docktor: { min: 1, max: 4, interval: 1s })")));
  project.compose.Compose("up -d");
  const auto started = project.docktor.Run("daemon start");
  EXPECT_THAT(started.out, AllOf(HasSubstr("web: scaled between 1 and 4"), HasSubstr("docktor why web")));
  const auto pid = project.Status().daemon.pid;
  const auto again = project.docktor.Run("daemon start");
  EXPECT_EQ(again.exit_code, 0) << again;
  EXPECT_THAT(again.err, HasSubstr("runs already (pid " + std::to_string(pid) + ")"));

  auto events = std::async(std::launch::async, [&] { return project.docktor.Run("events --json"); });
  for (const auto* command :
       {"status", "daemon status", "services", "why web", "scale web 2 --for 1m", "pause web", "resume web",
        "prompt 'what is going on?'", "proposals", "metrics", "lean web aggressive --for 1m", "prompt 'back to normal'",
        "decisions list", "decisions show d1", "decisions verify", "logs", "daemon logs"}) {
    SCOPED_TRACE(command);
    const auto words = project.docktor.Run(command);
    EXPECT_EQ(words.exit_code, 0) << words;
    EXPECT_FALSE(words.out.empty());
    ExpectJson(project.docktor.Run(std::string(command) + " --json"));
  }
  const auto restarted = project.docktor.Run("daemon restart --json");
  ExpectJson(restarted);
  EXPECT_FALSE(test::ProcessLives(pid));
  const auto told = test::Lines(events.get().out);  // ends with the daemon
  EXPECT_THAT(told, testing::Not(IsEmpty()));
  for (const auto& line : told) EXPECT_TRUE(ParseJson(line)) << line;
  ExpectJson(project.docktor.Run("daemon stop --json"));
  EXPECT_EQ(project.docktor.Run("status").exit_code, 3);
  EXPECT_FALSE(std::filesystem::exists(project.docktor.socket()));
  const auto left = project.docktor.Run("daemon logs");
  EXPECT_THAT(left.out, HasSubstr("shutting down")) << "the log of one that has ended";
  ExpectJson(project.docktor.Run("daemon logs --json"));
}

TEST(Daemon, ARestartKeepsWhatTheStartSaidAndEndsNothingForAMistake) {
  WatchedProject project(Services(Web("web", kSmall)));
  project.compose.Compose("up -d");
  project.Start("--service web --dry-run");
  const auto pid = project.Status().daemon.pid;
  const auto slip = project.docktor.Run("daemon restart --service wbe");
  EXPECT_EQ(slip.exit_code, 2) << slip;
  EXPECT_THAT(slip.err, AllOf(HasSubstr("wbe"), HasSubstr("goes on as it is")));
  EXPECT_EQ(project.docktor.Run("daemon restart", "DOCKER_HOST=unix:///nonexistent").exit_code, 5);
  EXPECT_EQ(project.Status().daemon.pid, pid);

  EXPECT_EQ(project.docktor.Run("daemon restart").exit_code, 0);
  EXPECT_NE(project.Status().daemon.pid, pid);
  EXPECT_EQ(project.Status("web").mode, Mode::kDryRun) << "with its old flags";
  EXPECT_EQ(project.docktor.Run("daemon restart --service web").exit_code, 0);
  EXPECT_EQ(project.Status("web").mode, Mode::kDryRun) << "no flag makes it act that says nothing of that";
  const auto again = project.docktor.Run("daemon start --manual");
  EXPECT_EQ(again.exit_code, 1) << again;
  EXPECT_THAT(again.err, HasSubstr("docktor daemon restart --manual"));
  EXPECT_EQ(project.docktor.Run("daemon start").exit_code, 0) << "it runs, as was asked";
}

TEST(Daemon, ADryRunInTheForegroundSaysWhatItWouldDo) {
  WatchedProject project(Services(Web("web", R"(
    deploy: { resources: { limits: { cpus: "0.25", memory: 64M } } }
    x-docktor: { min: 3, max: 4, interval: 1s })")));
  project.compose.Compose("up -d");
  const auto before = project.Containers();
  auto foreground =
      std::async(std::launch::async, [&] { return project.docktor.Run("daemon start --foreground --dry-run"); });
  ASSERT_TRUE(Within(15s, [&] { return project.docktor.Run("status").exit_code == 0; }));
  EXPECT_EQ(project.Status("web").mode, Mode::kDryRun);
  EXPECT_TRUE(Stays(2s, [&] { return project.Containers() == before; })) << "nothing is done";
  const auto why = project.Why("web").item.decision;
  EXPECT_TRUE(Has(why, Reason::kDryRun));
  EXPECT_THAT(project.docktor.Run("why web").out, HasSubstr("dry run"));
  EXPECT_EQ(foreground.wait_for(0s), std::future_status::timeout) << "it stays with the terminal";
  kill(static_cast<pid_t>(project.Status().daemon.pid), SIGTERM);
  const auto ran = foreground.get();
  EXPECT_EQ(ran.exit_code, 0) << ran;
  EXPECT_THAT(ran.out, HasSubstr("dry run: nothing is changed"));
  EXPECT_THAT(ran.err, HasSubstr("web stays at 1"));
}

}  // namespace
}  // namespace docktor
