/// What is said of each part of the daemon.
#include <gmock/gmock.h>

#include "operations/now/health.h"
#include "unit/operations/world.h"

namespace docktor::operations {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

class HealthTest : public testing::Test {
 protected:
  PartHealth Of(const std::string& part) {
    world.pilots.Show(shop);
    for (auto& one : HealthOf(world.context).parts)
      if (one.part == part) return one;
    ADD_FAILURE() << "there is no part " << part;
    return {};
  }
  /// The whole is in trouble by just this one, which says what to do.
  void ExpectTrouble(const std::string& part, const std::string& says) {
    const auto found = Of(part);
    EXPECT_FALSE(found.ok);
    EXPECT_THAT(found.says, HasSubstr(says));
    EXPECT_FALSE(found.advice.empty());
    const auto health = HealthOf(world.context);
    EXPECT_FALSE(health.ok);
    for (const auto& one : health.parts) EXPECT_EQ(one.ok, one.part != part) << one.part << ": " << one.says;
  }

  World world;
  pilot::Snapshot shop = Shop();
  pilot::ServiceView& web = shop.services[2];
};

TEST_F(HealthTest, AllIsWellAndSaysSo) {
  world.context.readings_from = [] { return "the kernel's files"; };
  web.inputs.signals[0].age = 1500ms;
  EXPECT_EQ(Of("engine").says, "Docker answers");
  EXPECT_EQ(Of("looks").says, "on time, at 3 services");
  EXPECT_EQ(Of("readings").says, "all are there, none older than 2s, from the kernel's files");
  EXPECT_EQ(Of("settings").says, "in force");
  EXPECT_THAT(Of("journal").says, HasSubstr("MiB are free"));
  EXPECT_EQ(Of("store").says, "it follows the journal");
  EXPECT_EQ(Of("model").says, "none is asked: the rules decide");
  const auto health = HealthOf(world.context);
  EXPECT_TRUE(health.ok);
  for (const auto& part : health.parts) EXPECT_THAT(part.advice, IsEmpty());
}

TEST_F(HealthTest, TheEngineIsLost) {
  shop.engine_lost = "connection refused";
  ExpectTrouble("engine", "connection refused");
}

TEST_F(HealthTest, NothingIsLookedAt) {
  shop.at = kNow - 2min;
  ExpectTrouble("looks", "nothing has been looked at for 2m");
  shop.at = {};
  ExpectTrouble("looks", "not been looked at yet");
}

TEST_F(HealthTest, AReplicaIsNotRead) {
  web.inputs.missing = 1;
  ExpectTrouble("readings", "1 of 2 ready replicas of web");
}

TEST_F(HealthTest, ASourceIsNotRead) {
  web.spec.sources = {{"queue.length", SourceKind::kRedis, "redis://cache", "jobs", "", 5s}};
  ExpectTrouble("readings", "queue.length of web");
  web.inputs.signals.push_back({.name = "queue.length", .count = 1, .mean = 3});
  EXPECT_TRUE(Of("readings").ok);
}

TEST_F(HealthTest, SettingsAreWrong) {
  web.spec.trouble = "min is above max";
  ExpectTrouble("settings", "min is above max");
  web.spec.trouble = "";
  world.context.settings_trouble = [] { return std::optional<std::string>("docktor.yaml:3: no such key"); };
  ExpectTrouble("settings", "docktor.yaml:3");
}

TEST_F(HealthTest, TheJournalCannotBeWritten) {
  shop.journal_error = "no space left";
  ExpectTrouble("journal", "no space left");
}

TEST_F(HealthTest, SomethingOfTheJournalIsLost) {
  world.context.journal_loss = [] { return std::optional<std::string>("1 line could not be used"); };
  const auto journal = Of("journal");
  EXPECT_TRUE(journal.ok) << "nobody can bring it back";
  EXPECT_THAT(journal.says, testing::HasSubstr("1 line could not be used"));
  EXPECT_THAT(journal.advice, testing::HasSubstr("docktor decisions verify"));
}

TEST_F(HealthTest, TheModelGivesNoAdvice) {
  web.spec.brain.models = {{.model = "wise"}};
  web.counsel = pilot::CounselView{.asked = 7};
  EXPECT_EQ(Of("model").says, "wise has been asked 7 times");
  web.counsel->trouble = "cannot reach it";
  ExpectTrouble("model", "the rules decide alone: cannot reach it");
}

}  // namespace
}  // namespace docktor::operations
