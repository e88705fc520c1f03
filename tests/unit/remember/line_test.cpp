#include "remember/journal/line.h"

#include <cmath>
#include <limits>

#include <gmock/gmock.h>

#include "fixtures.h"

namespace docktor::remember {
namespace {

using testing::HasSubstr;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

const std::vector<RecordBody> kOneOfEach{
    DaemonStarted{"0.1.0", "shop"},
    DaemonStopped{"shop"},
    Intent{ActionOf(7)},
    ActionEnded{{.decision = {7}, .service = {"shop", "web"}, .at = kStart, .ok = false, .message = "no such image"}},
    OutcomeJudged{{.decision = {7}, .service = {"shop", "web"}, .at = kStart, .until_ready = 2500ms}},
    HoldRun{HoldOf(8), kStart + 1h, 720},
    OverrideSet{{"shop", "web"}, {.kind = OverrideKind::kExactly, .count = 3, .since = kStart, .until = kStart + 5min}},
    OverrideEnded{{"shop", "web"}, Actor::kRules},
    ModeChosen{{"shop", "web"}, ChosenMode::kManual},
    FirstEnabled{{"shop", "web"}, 2},
    ChangeSeen{.service = {"shop", "web"}, .from = 2, .to = 4, .until = kStart + 5min},
    ProposalMade{{.decision = HoldOf(9), .expires = kStart + 5min}},
    ProposalEnded{.id = {9}, .service = {"shop", "web"}, .how = ProposalEnd::kApproved, .count = 3},
    Judged{.judgement = {.look = {8},
                         .service = {"shop", "web"},
                         .asked = kStart,
                         .took = 20s,
                         .reply = R"({"decision":{"id":"d99","service":"shop/db"}})",
                         .advice = Advice{.count = 3, .confidence = 0.5, .reason = "r", .asked = kStart}},
           .fate = AdviceFate::kSame},
    RecordsLost{.first = kStart, .last = kStart + 3s, .count = 7},
    TalkedWith{.at = kStart, .endpoint = "http://localhost:1/v1", .model = "m", .calls = 3, .tokens_in = 900},
    Emptied{{"shop", "web"}, std::nullopt},
    Emptied{
        {"shop", "web"},
        ServiceFacts{.key = {"shop", "web"}, .at = kStart, .labels = {{"docktor.min", "0"}}, .working_dir = "/srv"}}};

TEST(Line, EveryKindOfRecordComesBackAsItWas) {
  for (const auto& body : kOneOfEach) {
    const auto text = WriteLine({41, kStart, body}, kNoPrevious);
    const auto line = ParseLine(text);
    ASSERT_TRUE(line) << text << line.error().message;
    EXPECT_EQ(line->sequence, 41u);
    EXPECT_EQ(line->at, kStart);
    EXPECT_EQ(line->prev, kNoPrevious);
    ASSERT_TRUE(line->body) << text << line->body.error().message;
    EXPECT_EQ(ToJson(*line->body), ToJson(body));
  }
}

TEST(Line, TheHeadSaysTheSameAsTheWholeLine) {
  const std::map<std::string_view, std::uint64_t> decisions{{"intent", 7},   {"action_ended", 7}, {"outcome", 7},
                                                            {"hold", 8},     {"proposal", 9},     {"proposal_ended", 9},
                                                            {"judgement", 8}};
  for (const auto& body : kOneOfEach) {
    const auto text = WriteLine({41, kStart + 3ms, body}, HashOf("before"));
    const auto head = ReadHead(text);
    ASSERT_TRUE(head) << text;
    EXPECT_EQ(head->sequence, 41u);
    EXPECT_EQ(head->at, kStart + 3ms);
    EXPECT_EQ(head->prev, HashOf("before"));
    EXPECT_EQ(head->type, std::visit([](const auto& b) { return std::string_view(b.kType); }, body));
    const auto decision = decisions.find(head->type);
    EXPECT_EQ(head->decision.value, decision == decisions.end() ? 0 : decision->second) << text;
    const bool of_none = head->type.starts_with("daemon_") || head->type == "talk" || head->type == "records_lost";
    EXPECT_EQ(head->service, of_none ? "" : "shop/web") << text;
  }
}

TEST(Line, TheHashIsThatOfTheStandard) {
  EXPECT_EQ(HashOf("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Line, TheLayoutIsTheOnePromised) {
  EXPECT_EQ(WriteLine({1, kStart, DaemonStopped{"shop"}}, kNoPrevious),
            R"({"seq":1,"at":"2025-11-24T16:00:00.000Z","prev":")" + kNoPrevious +
                R"(","body":{"type":"daemon_stopped","project":"shop"}})");
}

TEST(Line, AFigureThatIsNoNumberIsNoFigureWhenItComesBack) {
  auto decision = ActionOf(7);
  decision.recommendation.evidence.figures = {{"mean", kNaN}, {"target", 0.6}, {"ratio", INFINITY}};
  decision.inputs.signals[0].mean = kNaN;
  decision.inputs.target = kNaN;
  const auto line = ParseLine(WriteLine({1, kStart, Intent{decision}}, kNoPrevious));
  ASSERT_TRUE(line && line->body) << line->body.error().message;
  const auto& back = std::get<Intent>(*line->body).decision;
  EXPECT_EQ(back.recommendation.evidence.figures, (std::vector<Figure>{{"target", 0.6}}));
  EXPECT_TRUE(std::isnan(back.recommendation.evidence["mean"]));
  EXPECT_EQ(back.inputs.signals[0].mean, std::nullopt);
  EXPECT_EQ(back.inputs.signals[0].p95, 0.99);
  EXPECT_EQ(back.inputs.target, 0);
  EXPECT_EQ(back.action, decision.action);
}

TEST(Line, HostileTextStaysOneLineThatReadsBack) {
  for (const std::string text : {"a\nb", "\"},{\"seq\":9", "tab\tquote\"back\\slash", "зелёный 緑 🟢",
                                 "\xE2\x80\xA8 line separator", "\x7F\x01\x1B[31m"}) {
    const auto written = WriteLine({1, kStart, Noted(text)}, kNoPrevious);
    EXPECT_EQ(written.find('\n'), std::string::npos);
    const auto line = ParseLine(written);
    ASSERT_TRUE(line && line->body) << written;
    EXPECT_EQ(std::get<DaemonStarted>(*line->body).project, text);
  }
}

struct BrokenText {
  const char* name;
  std::string text, read;
};

class BrokenTextTest : public testing::TestWithParam<BrokenText> {};

TEST_P(BrokenTextTest, BytesThatAreNoUtf8AreReplaced) {
  const auto line = ParseLine(WriteLine({1, kStart, Noted(GetParam().text)}, kNoPrevious));
  ASSERT_TRUE(line && line->body);
  EXPECT_EQ(std::get<DaemonStarted>(*line->body).project, GetParam().read);
}

INSTANTIATE_TEST_SUITE_P(Line, BrokenTextTest,
                         testing::Values(BrokenText{"latin1", "caf\xE9!", "caf\uFFFD!"},
                                         BrokenText{"lone_continuation", "\x80", "\uFFFD"},
                                         BrokenText{"cut_short", "a\xF0\x9F\x9F", "a\uFFFD\uFFFD\uFFFD"},
                                         BrokenText{"overlong", "\xC0\xAF", "\uFFFD\uFFFD"},
                                         BrokenText{"surrogate", "\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD"},
                                         BrokenText{"too_high", "\xF4\x90\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD"},
                                         BrokenText{"highest", "\xF4\x8F\xBF\xBF", "\xF4\x8F\xBF\xBF"},
                                         BrokenText{"with_a_nul", std::string("a\0b", 3), std::string("a\0b", 3)}),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(Line, AKindOfTomorrowKeepsItsPlaceInTheChain) {
  const auto line =
      ParseLine(R"({"seq":3,"at":"2026-01-01T00:00:00Z","prev":"x","body":{"type":"oracle","answer":42}})");
  ASSERT_TRUE(line);
  EXPECT_EQ(line->sequence, 3u);
  ASSERT_FALSE(line->body);
  EXPECT_THAT(line->body.error().message, HasSubstr("'oracle' is not known"));
}

TEST(Line, MembersOfTomorrowAreIgnored) {
  const auto line = ParseLine(
      R"({"v":2,"body":{"project":"shop","mood":[{}],"type":"daemon_stopped"},"seq":3,"at":"2026-01-01T00:00:00Z","prev":"x"})");
  ASSERT_TRUE(line && line->body);
  EXPECT_EQ(std::get<DaemonStopped>(*line->body).project, "shop");
}

TEST(Line, WhatIsNoLineIsRefused) {
  const std::string whole = WriteLine({1, kStart, Noted("shop")}, kNoPrevious);
  for (std::size_t length = 0; length < whole.size(); ++length)
    EXPECT_FALSE(ParseLine(whole.substr(0, length))) << length;
  for (const auto* text : {"7", "[]", "{}", R"({"seq":-1,"at":"2026-01-01T00:00:00Z","prev":"","body":{}})",
                           R"({"seq":1,"at":"yesterday","prev":"","body":{}})"})
    EXPECT_FALSE(ParseLine(text)) << text;
}

}  // namespace
}  // namespace docktor::remember
