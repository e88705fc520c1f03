#include "remember/lessons_file.h"

#include <fstream>
#include <sstream>

#include <gmock/gmock.h>

#include "fixtures.h"
#include "remember/journal/fake_disk.h"

namespace docktor::remember {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class LessonsFileTest : public testing::Test {
 protected:
  LessonsFile Open(Disk& disk = RealDisk()) {
    return {file, clock, [this](const std::string& text) { warnings.push_back(text); }, disk};
  }
  Lessons Learned(Duration start) const { return {.at = clock.now, .start_time = start, .bytes = {7, 0.1, 0.2, 0.3}}; }

  TemporaryFolder folder;
  std::filesystem::path file = folder.path / "lessons.json";
  HandClock clock;
  std::vector<std::string> warnings;
  const ServiceKey web{"shop", "web"}, api{"shop", "api"};
};

TEST_F(LessonsFileTest, WhatIsKeptIsKnownAfterARestart) {
  Open().Keep({{web, Learned(7s)}});
  Open().Keep({{api, Learned(40s)}});
  const auto known = Open().Known();
  ASSERT_EQ(known.size(), 2u) << "a service that is not there now is not forgotten";
  EXPECT_EQ(known.at(web), Learned(7s));
  EXPECT_EQ(known.at(api), Learned(40s));
  EXPECT_THAT(warnings, IsEmpty());
}

TEST_F(LessonsFileTest, WhatWasNotSeenForAMonthIsForgotten) {
  Open().Keep({{web, Learned(7s)}});
  clock.now += LessonsFile::kKept + 1h;
  Open().Keep({{api, Learned(40s)}});
  EXPECT_FALSE(Open().Known().contains(web));
}

TEST_F(LessonsFileTest, ABrokenFileCostsOnlyLearning) {
  for (const auto* broken : {"", "[{", "{}", R"([{"service":"shop/web","lessons":{"at":"yesterday"}}])"}) {
    std::ofstream(file, std::ios::trunc) << broken;
    warnings.clear();
    auto book = Open();
    EXPECT_THAT(book.Known(), IsEmpty()) << broken;
    EXPECT_THAT(warnings, ElementsAre(HasSubstr("learned again"))) << broken;
    book.Keep({{web, Learned(7s)}});
    EXPECT_EQ(Open().Known().at(web), Learned(7s)) << broken;
  }
}

TEST_F(LessonsFileTest, OfAFileWithABrokenEntryTheOthersCountAndItIsKeptBeside) {
  Open().Keep({{web, Learned(7s)}, {api, Learned(40s)}});
  std::stringstream good;
  good << std::ifstream(file).rdbuf();
  const auto whole = good.str();
  for (const auto* nameless : {R"({"lessons":{"at":"2026-01-01T00:00:00Z"}})", R"({"service":"","lessons":{}})", "7"}) {
    const auto text = "[" + std::string(nameless) + "," + whole.substr(1);
    std::ofstream(file, std::ios::trunc) << text;
    warnings.clear();
    auto book = Open();
    EXPECT_EQ(book.Known().size(), 2u) << nameless;
    EXPECT_THAT(warnings, ElementsAre(testing::AllOf(HasSubstr("entry 1: "), HasSubstr("lessons.json.broken"))));
    book.Keep({{web, Learned(8s)}});
    std::stringstream kept;
    kept << std::ifstream(file.string() + ".broken").rdbuf();
    EXPECT_EQ(kept.str(), text);
    EXPECT_EQ(Open().Known().size(), 2u) << "what was written anew can be read";
  }
}

TEST_F(LessonsFileTest, ADiskThatRefusesIsToldOnce) {
  auto book = LessonsFile("/proc/no/such/lessons.json", clock, [this](const auto& text) { warnings.push_back(text); });
  book.Keep({{web, Learned(7s)}});
  book.Keep({{web, Learned(8s)}});
  EXPECT_THAT(warnings, ElementsAre(HasSubstr("cannot be kept")));
  EXPECT_EQ(book.Known().at(web), Learned(8s)) << "it is known as long as the daemon runs";
}

}  // namespace
}  // namespace docktor::remember
