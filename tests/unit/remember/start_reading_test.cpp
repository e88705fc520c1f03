#include "remember/journal/start_reading.h"

#include <gmock/gmock.h>

#include "remember/journal/line.h"
#include "remember/journal/segment.h"
#include "small_journal.h"
#include "support/restart.h"

namespace docktor::remember {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class StartReadingTest : public SmallJournal {
 protected:
  /// What each of two readers is handed, by number.
  struct Handed {
    std::vector<std::uint64_t> past, decisions;
    std::uint64_t unreadable = 0;
  };
  Handed Read(Instant since, std::size_t decisions) {
    Handed handed;
    const auto read =
        ReadForStart(kFolder,
                     {.since = since,
                      .on_past = [&](const Record& record) { handed.past.push_back(record.sequence); },
                      .decisions = decisions,
                      .on_decision = [&](const Record& record) { handed.decisions.push_back(record.sequence); }},
                     disk);
    EXPECT_TRUE(read);
    if (read) handed.unreadable = read->lines;
    return handed;
  }
  std::vector<std::uint64_t> SequencesSince(Instant since) { return Read(since, 0).past; }
};

TEST_F(StartReadingTest, AChangedOrderAtTheEndOfASegmentIsNotObeyedThoughNothingElseOfTheNextIsWanted) {
  const ServiceKey web{"shop", "web"};
  FakeDisk made;
  std::uint64_t sequence = 0;
  std::string prev = kNoPrevious;
  const auto put = [&](int segment, Instant at, const std::vector<RecordBody>& bodies) {
    std::string text;
    for (const auto& body : bodies) {
      const auto line = WriteLine({++sequence, at, body}, prev);
      prev = HashOf(line);
      text += line + "\n";
    }
    made.Put(SegmentFile(kFolder, segment), text);
  };
  put(1, kStart, {Noted("a"), OverrideSet{web, {.count = 3}}});
  put(2, kStart, {Noted("b"), Noted("c")});
  put(3, kStart + 2h, {Noted("new")});
  const auto whole = RecentPast(kFolder, kStart + 1h, made);
  ASSERT_TRUE(whole);
  EXPECT_EQ(whole->records.size(), 2u);
  EXPECT_EQ(whole->unreadable.lines, 0u);

  auto text = made.Get(SegmentFile(kFolder, 1));
  text.replace(text.find(R"("count":3)"), 9, R"("count":7)");
  made.Put(SegmentFile(kFolder, 1), text);
  const auto past = RecentPast(kFolder, kStart + 1h, made);
  ASSERT_TRUE(past);
  EXPECT_EQ(past->records.size(), 1u);
  EXPECT_THAT(Notes(past->records), ElementsAre("new"));
  EXPECT_EQ(past->unreadable.lines, 1u);
  EXPECT_THAT(past->unreadable.first, HasSubstr("journal-000001.jsonl:2: the next line carries another hash"));
}

TEST_F(StartReadingTest, WhatAModelWasAskedIsReadOfALongerTime) {
  Append(Judged{.judgement = {.service = {"shop", "web"}}});
  Append(TalkedWith{.at = clock.now, .model = "m"});
  Append(Noted("old"));
  clock.now += 2h;
  Append(Noted("new"));
  const auto past = RecentPast(kFolder, {clock.now - 1h, clock.now - 24h}, disk);
  ASSERT_TRUE(past);
  ASSERT_EQ(past->records.size(), 3u);
  EXPECT_TRUE(std::holds_alternative<Judged>(past->records[0].body));
  EXPECT_TRUE(std::holds_alternative<TalkedWith>(past->records[1].body));
  EXPECT_THAT(Notes(past->records), ElementsAre("new"));
}

TEST_F(StartReadingTest, OfTheOldPastOnlyWhatStillMattersIsRead) {
  const ServiceKey web{"shop", "web"}, db{"shop", "db"};
  Append(Noted("old"));                                      // 1
  Append(FirstEnabled{web, 2});                              // 2 kept
  Append(OverrideSet{web, {.count = 3}});                    // 3
  Append(OverrideSet{db, {.kind = OverrideKind::kPaused}});  // 4 kept
  Append(OverrideEnded{web, Actor::kRules});                 // 5 kept
  Append(Intent{ActionOf(1)});                               // 6
  Append(ActionEnded{{.decision = {1}, .service = web}});    // 7
  Append(Intent{ActionOf(2)});                               // 8 kept: open
  Append(HoldRun{HoldOf(9)});                                // 9
  Append(HoldRun{HoldOf(3, "db"), kStart + 1h, 700});        // 10: an older hold that grew
  clock.now += 2h;
  Append(HoldRun{HoldOf(10)});  // 11
  EXPECT_THAT(SequencesSince(kStart + 1h), ElementsAre(2u, 4u, 5u, 8u, 11u));
  EXPECT_THAT(SequencesSince(kStart + 3h), ElementsAre(2u, 4u, 5u, 8u, 11u));
  EXPECT_THAT(SequencesSince(kStart), ElementsAre(1u, 2u, 3u, 4u, 5u, 6u, 7u, 8u, 10u, 11u));
}

TEST_F(StartReadingTest, OfOldSegmentsWhatIsWantedAndWhatCannotBeReadIsFound) {
  Append(OverrideSet{{"shop", "web"}, {.count = 3}});
  for (int i = 0; i < 70; ++i) Append(Noted("old"));
  clock.now += 2h;
  Append(Noted("new"));
  ASSERT_GT(ListSegments(disk, kFolder)->size(), 2u);
  EXPECT_THAT(SequencesSince(clock.now - 1h), ElementsAre(1u, 72u));

  const auto second = SegmentFile(kFolder, 2);
  disk.Put(second, disk.Get(second) + "garbage\n");
  const auto past = RecentPast(kFolder, clock.now - 1h, disk);
  ASSERT_TRUE(past);
  EXPECT_EQ(past->records.size(), 2u);
  EXPECT_EQ(past->unreadable.lines, 1u);
  EXPECT_THAT(past->unreadable.first, HasSubstr("journal-000002.jsonl:"));
}

TEST_F(StartReadingTest, TheNewestDecisionsComeWithAllThatIsOnRecordAboutThem) {
  for (std::uint64_t id = 1; id <= 9; ++id) {
    Append(Intent{ActionOf(id)});
    Append(Noted("between"));
    Append(ActionEnded{{.decision = {id}, .service = {"shop", "web"}}});
  }
  EXPECT_THAT(Read(clock.now + 1h, 2).decisions, ElementsAre(22u, 24u, 25u, 27u));
}

TEST_F(StartReadingTest, TheHighestDecisionOfAllIsKnownHoweverOld) {
  Append(HoldRun{HoldOf(9)});
  Append(HoldRun{HoldOf(3, "db"), kStart + 1h, 700});
  clock.now += 24h;
  EXPECT_THAT(SequencesSince(clock.now - 1h), ElementsAre(1u));
}

TEST_F(StartReadingTest, TheNewestActionOfAServiceComesWithItsEnd) {
  const ServiceKey web{"shop", "web"}, db{"shop", "db"};
  Append(Intent{ActionOf(1)});                               // 1
  Append(ActionEnded{{.decision = {1}, .service = web}});    // 2
  Append(Intent{ActionOf(2)});                               // 3 kept
  Append(Intent{ActionOf(3, "db")});                         // 4 kept
  Append(ActionEnded{{.decision = {3}, .service = db}});     // 5 kept
  Append(ActionEnded{{.decision = {2}, .service = web}});    // 6 kept
  Append(OutcomeJudged{{.decision = {1}, .service = web}});  // 7
  Append(OutcomeJudged{{.decision = {2}, .service = web}});  // 8 kept
  Append(HoldRun{HoldOf(4, "db")});                          // 9 kept: the highest number
  clock.now += 24h;
  EXPECT_THAT(SequencesSince(clock.now), ElementsAre(3u, 4u, 5u, 6u, 8u, 9u));
}

TEST_F(StartReadingTest, TheNewestChangeByOthersAndTheNewestProposalOfEachServiceAreKept) {
  const ServiceKey web{"shop", "web"}, db{"shop", "db"};
  Append(ChangeSeen{.service = web, .kind = ChangeKind::kByHand});   // 1
  Append(ChangeSeen{.service = db, .kind = ChangeKind::kStopped});   // 2 kept
  Append(ChangeSeen{.service = web, .kind = ChangeKind::kStopped});  // 3 kept
  Append(ProposalMade{{.decision = HoldOf(1)}});                     // 4
  Append(ProposalEnded{.id = {1}, .service = web});                  // 5 kept
  Append(ProposalMade{{.decision = HoldOf(2, "db")}});               // 6 kept: open, and the highest number
  clock.now += 24h;
  EXPECT_THAT(SequencesSince(clock.now), ElementsAre(2u, 3u, 5u, 6u));
}

TEST_F(StartReadingTest, OfHoldsTheNewestOfEachServiceIsEnough) {
  Append(HoldRun{HoldOf(1)});                     // 1
  Append(HoldRun{HoldOf(2, "db")});               // 2 kept
  Append(HoldRun{HoldOf(1), kStart + 1min, 12});  // 3
  Append(Intent{ActionOf(3)});                    // 4 kept
  Append(HoldRun{HoldOf(4)});                     // 5
  Append(HoldRun{HoldOf(4), kStart + 2min, 12});  // 6 kept
  EXPECT_THAT(SequencesSince(kStart), ElementsAre(2u, 4u, 6u));
}

TEST_F(StartReadingTest, WhereTheDateWasSetBackAllHoldsTellWhen) {
  clock.now += 2h;
  Append(OverrideSet{{"shop", "web"}, {.count = 3}});  // 1
  clock.now -= 1h;
  for (std::uint64_t id = 1; id <= 30; ++id) Append(HoldRun{HoldOf(id)}), clock.now += 1s;
  ASSERT_GT(ListSegments(disk, kFolder)->size(), 2u);
  EXPECT_EQ(SequencesSince(kStart + 1h).size(), 31u);
  EXPECT_EQ(SequencesSince(kStart + 1h + 10s).size(), 21u);
}

TEST_F(StartReadingTest, WhereTheNewestHoldCannotBeReadTheOneBeforeItIsTaken) {
  Append(HoldRun{HoldOf(7)});                     // 1
  Append(HoldRun{HoldOf(7), kStart + 1min, 12});  // 2
  Append(HoldRun{HoldOf(7), kStart + 2min, 24});  // 3, damaged
  Append(Noted("last"));                          // 4
  auto text = disk.Get(SegmentFile(kFolder, 1));
  const auto third = text.find(R"("seq":3)");
  text.replace(text.find("AboveTarget", third), 5, "ABOVE");
  disk.Put(SegmentFile(kFolder, 1), text);
  const auto past = RecentPast(kFolder, kStart, disk);
  ASSERT_TRUE(past);
  EXPECT_EQ(past->unreadable.lines, 1u);
  ASSERT_EQ(past->records.size(), 3u);
  EXPECT_EQ(past->records[1].sequence, 2u);
}

TEST_F(StartReadingTest, OfAHoldThatGrewTheNewestIsEnoughForItsDecision) {
  for (int i = 1; i <= 30; ++i) Append(HoldRun{HoldOf(1), kStart + i * 10min, 120 * i});
  Append(Intent{ActionOf(2)});                       // 31
  Append(HoldRun{HoldOf(3, "db"), kStart, 1});       // 32
  Append(HoldRun{HoldOf(3, "db"), kStart + 1h, 9});  // 33
  EXPECT_THAT(Read(clock.now + 1h, 3).decisions, ElementsAre(30u, 31u, 33u));
}

TEST_F(StartReadingTest, WhatIsTakenAtOnceAndWhatIsTakenLaterComesInOrderAndIsCountedOnce) {
  const ServiceKey web{"shop", "web"};
  Append(OverrideSet{web, {.count = 3}});  // 1, needed
  Append(Noted("old"));
  clock.now += 2h;
  Append(HoldRun{HoldOf(1, "db")});              // 3, for the decisions
  Append(Noted("new"));                          // 4
  Append(HoldRun{HoldOf(2)});                    // 5
  Append(ChangeSeen{web, ChangeKind::kByHand});  // 6
  auto text = disk.Get(SegmentFile(kFolder, 1));
  text.insert(text.find('\n') + 1, "garbage\n");
  disk.Put(SegmentFile(kFolder, 1), text);
  const auto handed = Read(clock.now - 1h, 2);
  EXPECT_THAT(handed.past, ElementsAre(1u, 3u, 4u, 5u, 6u));
  EXPECT_THAT(handed.decisions, ElementsAre(3u, 5u));
  EXPECT_EQ(handed.unreadable, 1u);
}

}  // namespace
}  // namespace docktor::remember
