#include <map>
#include <regex>
#include <set>
#include <sstream>

#include <gmock/gmock.h>

#include "serve/guard.h"
#include "serve/metrics/page.h"
#include "serve/router.h"
#include "unit/operations/world.h"

namespace docktor::serve {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::Key;
using testing::Not;
using testing::Pair;

const char* const kWebLabels = R"(project="shop",service="web")";

/// A page as a scrape reads it: the value of each series. Every line must be one that the format allows, and every
/// family stand in one piece with its help and its type.
std::map<std::string, double> Read(const std::string& page) {
  static const std::regex kLine(R"(([a-z_]+)(\{([a-z_]+="([^"\\]|\\[\\"n])*",?)*\})? (-?[0-9.e+-]+|Nan|[+-]?Inf))",
                                std::regex::optimize);
  std::map<std::string, double> series;
  std::set<std::string> families;
  std::string family, line;
  std::istringstream lines(page);
  while (std::getline(lines, line)) {
    std::smatch parts;
    if (line.starts_with("# HELP ")) {
      family = line.substr(7, line.find(' ', 7) - 7);
      EXPECT_TRUE(families.insert(family).second) << line;
      EXPECT_GT(line.size(), 8 + family.size()) << "without a word: " << line;
    } else if (line.starts_with("# TYPE ")) {
      EXPECT_EQ(line.substr(7, line.find(' ', 7) - 7), family);
    } else if (std::regex_match(line, parts, kLine)) {
      EXPECT_TRUE(parts[1].str().starts_with(family)) << line;
      const auto end = line.rfind(' ');
      EXPECT_TRUE(series.emplace(line.substr(0, end), std::stod(line.substr(end))).second) << "twice: " << line;
    } else {
      ADD_FAILURE() << "is no line of such a page: " << line;
    }
  }
  return series;
}

class MetricsTest : public testing::Test {
 protected:
  std::string Page() const { return metrics::Page(world.context); }
  std::map<std::string, double> Series() const { return Read(Page()); }
  pilot::ServiceView& Web() { return shop.services[2]; }
  void Show() { world.pilots.Show(shop); }
  void Record(RecordBody body) { ASSERT_TRUE(world.journal->Append(std::move(body))); }

  operations::World world;
  pilot::Snapshot shop = operations::Shop();
};

struct Row {
  const char* name;  ///< of the case
  std::string series;
  std::optional<double> value = {};  ///< empty: it is not there
  std::function<void(pilot::ServiceView& web, pilot::Snapshot& shop)> change = {};
};

class SeriesTest : public MetricsTest, public testing::WithParamInterface<Row> {};

TEST_P(SeriesTest, SaysWhatIs) {
  if (GetParam().change) GetParam().change(Web(), shop);
  Show();
  const auto series = Series();
  if (GetParam().value)
    EXPECT_THAT(series, Contains(Pair(GetParam().series, *GetParam().value)));
  else
    EXPECT_THAT(series, Not(Contains(Key(GetParam().series))));
}

std::string OfWeb(const std::string& name, const std::string& more = "") {
  return name + "{" + kWebLabels + (more.empty() ? "" : "," + more) + "}";
}

void WithQueue(pilot::ServiceView& web) {
  web.spec.sources = {{.signal = "queue.length", .kind = SourceKind::kRedis, .url = "redis://queue"}};
  web.spec.signals = {{.signal = "queue.length", .target = 100}};
}

INSTANTIATE_TEST_SUITE_P(
    Metrics, SeriesTest,
    testing::Values(
        Row{"version", R"(docktor_build_info{version="1.2.3"})", 1}, Row{"engine", "docktor_engine_up", 1},
        Row{"engine_lost", "docktor_engine_up", 0, [](auto&, auto& all) { all.engine_lost = "gone"; }},
        Row{"journal", "docktor_journal_writable", 1},
        Row{"journal_refused", "docktor_journal_writable", 0, [](auto&, auto& all) { all.journal_error = "full"; }},
        Row{"settings", "docktor_settings_valid", 1}, Row{"host_not_seen", "docktor_host_memory_bytes", std::nullopt},
        Row{"host", "docktor_host_memory_bytes", 1024,
            [](auto&, auto& all) { all.host = HostReading{.memory_bytes = 1024}; }},
        Row{"replicas", OfWeb("docktor_service_replicas"), 2},
        Row{"exited_is_no_replica", OfWeb("docktor_service_replicas"), 1,
            [](auto& web, auto&) { web.replicas[0].phase = Phase::kExited; }},
        Row{"starting_is_not_ready", OfWeb("docktor_service_replicas_ready"), 1,
            [](auto& web, auto&) { web.replicas[0].phase = Phase::kStarting; }},
        Row{"desired", OfWeb("docktor_service_replicas_desired"), 2},
        Row{"desired_by_what_is_being_done", OfWeb("docktor_service_replicas_desired"), 4,
            [](auto& web, auto&) { web.in_flight = operations::ActionOf(9).action; }},
        Row{"not_looked_at_yet", OfWeb("docktor_service_replicas_desired"), std::nullopt,
            [](auto& web, auto&) { web.decision.reset(); }},
        Row{"min", OfWeb("docktor_service_replicas_min"), 2}, Row{"max", OfWeb("docktor_service_replicas_max"), 10},
        Row{"cpu", OfWeb("docktor_service_cpu_usage_ratio"), 0.41},
        Row{"cpu_not_read_is_not_zero", OfWeb("docktor_service_cpu_usage_ratio"), std::nullopt,
            [](auto& web, auto&) { web.inputs.signals[0].mean.reset(); }},
        Row{"cpu_target", OfWeb("docktor_service_cpu_target_ratio"), 0.6},
        Row{"memory_not_read", OfWeb("docktor_service_memory_working_set_bytes"), std::nullopt},
        Row{"missing", OfWeb("docktor_service_missing_readings"), 1, [](auto& web, auto&) { web.inputs.missing = 1; }},
        Row{"signal_target", OfWeb("docktor_service_signal_target", R"(signal="queue.length")"), 100,
            [](auto& web, auto&) { WithQueue(web); }},
        Row{"source_down", OfWeb("docktor_metric_source_up", R"(source="queue.length",kind="redis")"), 0,
            [](auto& web, auto&) { WithQueue(web); }},
        Row{"source_up", OfWeb("docktor_metric_source_up", R"(source="queue.length",kind="redis")"), 1,
            [](auto& web, auto&) {
              WithQueue(web);
              web.inputs.signals.push_back({.name = "queue.length", .count = 1, .mean = 40});
            }},
        Row{"signal", OfWeb("docktor_service_signal", R"(signal="cpu.utilization")"), 0.41},
        Row{"mode", OfWeb("docktor_service_mode", R"(mode="auto")"), 1},
        Row{"mode_of_others", R"(docktor_service_mode{project="shop",service="db",mode="cannot_scale"})", 1},
        Row{"enabled", OfWeb("docktor_service_enabled"), 1},
        Row{"watched", R"(docktor_service_enabled{project="shop",service="api"})", 0},
        Row{"paused", OfWeb("docktor_service_paused"), 1,
            [](auto& web, auto&) { web.override = Override{.kind = OverrideKind::kPausedDown}; }},
        Row{"not_paused", OfWeb("docktor_service_paused"), 0,
            [](auto& web, auto&) { web.override = Override{.kind = OverrideKind::kAtLeast, .count = 3}; }},
        Row{"settings_of_it", OfWeb("docktor_service_settings_valid"), 0,
            [](auto& web, auto&) { web.spec.trouble = "min: wants a number"; }},
        Row{"approvals", OfWeb("docktor_approvals_pending"), 1,
            [](auto& web, auto&) { web.proposal = Proposal{operations::HoldOf(8)}; }},
        Row{"last_look", OfWeb("docktor_evaluation_last_timestamp_seconds"), 1'764'023'407},
        Row{"interval", OfWeb("docktor_evaluation_interval_seconds"), 5},
        Row{"looks", OfWeb("docktor_looks_total"), 17, [](auto& web, auto&) { web.looks = 17; }},
        Row{"late_looks", OfWeb("docktor_late_looks_total"), 3, [](auto& web, auto&) { web.late_looks = 3; }},
        Row{"nothing_failed_yet", OfWeb("docktor_scale_failures_total", R"(reason="not_done")"), 0},
        Row{"started", "process_start_time_seconds", 1'764'023'287}),
    [](const auto& row) { return std::string(row.param.name); });

TEST_F(MetricsTest, MemoryIsThatOfAllReplicas) {
  world.meter.Take({.replicas = {{.replica = {"abc"}, .at = operations::kNow - 5s, .memory_bytes = 1000}}});
  EXPECT_THAT(Series(), Contains(Pair(OfWeb("docktor_service_memory_working_set_bytes"), 2000)));  // both are "abc"
}

TEST_F(MetricsTest, WhatIsRecordedIsCounted) {
  auto action = operations::ActionOf(8);
  action.recommendation.reason = Reason::kAboveTarget;
  Record(Intent{action});
  Record(ActionEnded{{.decision = {8}, .service = operations::kWeb, .message = "no such image"}});
  Record(HoldRun{operations::HoldOf(9), operations::kNow, 1});
  Record(OutcomeJudged{{.decision = {7}, .service = operations::kWeb, .until_ready = 3s}});
  Record(Judged{.judgement = {.service = operations::kWeb, .took = 4s, .model = "small", .tokens_in = 700},
                .fate = AdviceFate::kFollowed});
  EXPECT_THAT(
      Series(),
      AllOf(Contains(
                Pair(OfWeb("docktor_decisions_total", R"(action="scale_up",source="rules",reason="AboveTarget")"), 1)),
            Contains(Pair(OfWeb("docktor_scale_failures_total", R"(reason="not_done")"), 1)),
            Contains(Pair(OfWeb("docktor_holds_total", R"(reason="NoSignal")"), 1)),
            Contains(Pair(OfWeb("docktor_outcomes_total", R"(outcome="success")"), 1)),
            Contains(Pair(OfWeb("docktor_scale_up_duration_seconds_bucket", R"(le="2")"), 0)),
            Contains(Pair(OfWeb("docktor_scale_up_duration_seconds_bucket", R"(le="5")"), 1)),
            Contains(Pair(OfWeb("docktor_scale_up_duration_seconds_bucket", R"(le="+Inf")"), 1)),
            Contains(Pair(OfWeb("docktor_llm_requests_total", R"(model="small",outcome="followed")"), 1)),
            Contains(Pair(OfWeb("docktor_llm_requests_total", R"(model="small",outcome="late")"), 0)),
            Contains(Pair(OfWeb("docktor_llm_tokens_total", R"(model="small",direction="in")"), 700))));
}

TEST_F(MetricsTest, OfAServiceThatIsGoneThereIsNothing) {
  Record(Intent{operations::ActionOf(8)});
  shop.services.pop_back();
  Show();
  EXPECT_THAT(Page(), AllOf(HasSubstr(R"(service="api")"), Not(HasSubstr(R"(service="web")"))));
}

TEST_F(MetricsTest, NamesOfStrangersBreakNothing) {
  for (const auto& name : {R"(we"b} 1)", "web\ndocktor_engine_up 0", "web\\", "web\\\"", "",
                           "w\xff"
                           "b",
                           "# HELP docktor_engine_up x", "ä€😀", "\r\t\x01"}) {
    Web().key.service = name;
    WithQueue(Web());
    Web().spec.sources[0].signal = name;
    Web().inputs.signals.push_back({.name = name, .count = 1, .mean = 7});
    Web().spec.trouble = name;
    Show();
    Record(Judged{.judgement = {.service = Web().key, .model = name}});
    const auto series = Series();
    EXPECT_EQ(series.at("docktor_engine_up"), 1) << name;
    EXPECT_EQ(std::count_if(series.begin(), series.end(),
                            [](const auto& one) { return one.first.starts_with("docktor_service_replicas{"); }),
              3)
        << name;
    EXPECT_THAT(Page(), Not(HasSubstr("\xff"))) << name;
  }
}

TEST_F(MetricsTest, NoSecretAndNoAddressIsOnThePage) {
  Web().image = "registry.example/web@secret";
  WithQueue(Web());
  Web().spec.sources[0].url = "redis://secret@queue";
  Web().spec.sources[0].password_env = "SECRET_NAME";
  Web().spec.sources[0].query = "secret";
  Web().spec.brain.models = {{.model = "small", .endpoint = "https://secret.example", .key_env = "SECRET_KEY"}};
  shop.engine_lost = "secret";
  shop.journal_error = "secret";
  Show();
  Record(Judged{.judgement = {.service = operations::kWeb, .endpoint = "https://secret.example", .model = "small"}});
  EXPECT_THAT(Page(), AllOf(Not(HasSubstr("secret")), Not(HasSubstr("SECRET"))));
}

class MetricsRouteTest : public MetricsTest {
 protected:
  Response Get(const std::string& method = "GET") const {
    auto way = router.Route({.method = method, .target = "/metrics"});
    if (const auto* errand = std::get_if<Errand>(&way)) return (*errand)();
    return std::get<Response>(way);
  }
  Router router{world.context, operations::All()};
};

TEST_F(MetricsRouteTest, IsGotAsPrometheusWantsIt) {
  const auto response = Get();
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.content_type, "text/plain; version=0.0.4; charset=utf-8");
  EXPECT_THAT(Read(response.body), Contains(Key("docktor_engine_up")));
  EXPECT_EQ(Get("POST").status, 405);
}

TEST_F(MetricsRouteTest, OverTcpItWantsTheToken) {
  Guard guard({.program = "secret", .persons = {}}, {}, world.context.clock);
  Request request{.method = "GET", .target = "/metrics", .headers = {{"host", "127.0.0.1:3000"}}};
  EXPECT_EQ(guard.Check(request).value().status, 401);
  request.headers["authorization"] = "Bearer secret";
  EXPECT_FALSE(guard.Check(request));
}

}  // namespace
}  // namespace docktor::serve
