#include "cli/top/page.h"

#include <gmock/gmock.h>

namespace docktor::cli::top {
namespace {

using testing::Contains;
using testing::Each;
using testing::HasSubstr;
using testing::Le;
using testing::SizeIs;

const Instant kNow{1'800'000'000s};

operations::ServiceStatus Service(const std::string& name) {
  operations::ServiceStatus s;
  s.service = {"shop", name};
  s.running = s.ready = 2;
  s.max = 4;
  s.cpu = 0.5;
  s.cpu_target = 0.6;
  s.decided_at = kNow;
  s.sentence = name + " stays at 2";
  return s;
}

Sight With(const std::vector<std::string>& names) {
  Sight sight{.status = operations::StatusOutput{.at = kNow}};
  for (const auto& name : names) sight.status->services.push_back(Service(name));
  return sight;
}

operations::ProposalItem Proposal(const std::string& service) {
  return {
      .id = {7}, .service = {"shop", service}, .from = 2, .to = 3, .expires = kNow + 5min, .sentence = "much to do"};
}

std::vector<std::string> Lines(const Sight& sight, const Choice& choice = {}, Size size = {}) {
  std::vector<std::string> lines;
  for (const auto& row : Draw(sight, choice, size, kNow)) {
    auto& line = lines.emplace_back();
    for (const auto& cell : row.cells) line += cell.text;
  }
  return lines;
}

std::vector<std::size_t> Lengths(const std::vector<std::string>& lines) {
  std::vector<std::size_t> lengths;
  for (const auto& line : lines) lengths.push_back(LengthOf(line));
  return lengths;
}

TEST(Top, FillsTheTerminalAndNoMore) {
  const auto sight = With({"web", "api", "a-service-with-a-name-that-is-too-long-for-any-column"});
  for (const auto& [rows, columns] : {std::pair{24, 80}, {8, 20}, {3, 1}, {60, 300}}) {
    const auto lines = Lines(sight, {}, {rows, columns});
    EXPECT_THAT(lines, SizeIs(rows));
    EXPECT_THAT(Lengths(lines), Each(Le(static_cast<std::size_t>(columns))));
  }
}

TEST(Top, TheChoiceStaysWithItsServiceWhereverThatGoes) {
  const Choice choice{.service = ServiceKey{"shop", "web"}};
  EXPECT_EQ(Chosen(With({"api", "web"}), choice)->service.service, "web");
  EXPECT_EQ(Chosen(With({"aaa", "api", "web"}), choice)->service.service, "web");
  EXPECT_EQ(Chosen(With({"aaa", "api"}), choice), nullptr) << "it has gone: keys are for nobody";
  EXPECT_EQ(Neighbour(With({"api", "web", "zoo"}), choice, 1)->service, "zoo");
  EXPECT_EQ(Neighbour(With({"api", "web"}), choice, 1)->service, "web");
}

TEST(Top, WhatKeysAreAboutIsBeforeOnesEyesHoweverManyProposalsThereAre) {
  std::vector<std::string> names;
  for (int i = 10; i < 30; ++i) names.push_back("s" + std::to_string(i));
  auto sight = With(names);
  for (auto& service : sight.status->services) service.proposal = Proposal(service.service.service);
  const auto lines = Lines(sight, {.service = ServiceKey{"shop", "s25"}}, {12, 100});
  EXPECT_THAT(lines, Contains(HasSubstr("s25 stays at 2")));
  EXPECT_THAT(lines, Contains(HasSubstr("s25: much to do")));
  EXPECT_THAT(lines, Contains(HasSubstr("17 more")));
  EXPECT_THAT(lines.back(), HasSubstr("a approve 2 → 3"));
}

TEST(Top, OfMoreServicesThanFitTheChosenOneIsShownAndEveryProposal) {
  std::vector<std::string> names;
  for (int i = 10; i < 60; ++i) names.push_back("s" + std::to_string(i));
  auto sight = With(names);
  sight.status->services[49].proposal = Proposal("s59");
  const auto lines = Lines(sight, {.service = ServiceKey{"shop", "s40"}});
  EXPECT_THAT(lines, Contains(HasSubstr("s40")));
  EXPECT_THAT(lines, Contains(HasSubstr("s59: much to do")));
  EXPECT_THAT(lines, Contains(HasSubstr(" more")));
  EXPECT_THAT(lines.back(), HasSubstr("q end"));
}

TEST(Top, WhatAnEngineSaysCannotMoveTheCursor) {
  auto sight = With({"web"});
  sight.status->services[0].sentence = "web\n\x1b[2Jfake";
  for (const auto& line : Lines(sight)) EXPECT_EQ(line.find_first_of("\n\x1b"), std::string::npos);
}

TEST(Top, ADaemonThatHasGoneIsSaidWithTheTimeOfWhatIsShown) {
  auto sight = With({"web"});
  sight.trouble = "no daemon runs";
  EXPECT_THAT(Lines(sight), Contains(HasSubstr("as of ")));
  EXPECT_THAT(Lines({.trouble = "no daemon runs"}).front(), HasSubstr("no daemon runs"));
}

TEST(Bar, ShowsHowFullAndWhereTheTargetIs) {
  EXPECT_EQ(Bar(0.5, 0.75, 8), "████··|·");
  EXPECT_EQ(Bar(2, std::nullopt, 4), "████");
  EXPECT_EQ(Bar(0, 1, 4), "···|");
}

}  // namespace
}  // namespace docktor::cli::top
